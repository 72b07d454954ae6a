import * as api from '../common/api';
import { pause, retryMs } from '../common/backoff';
import { listen } from '../common/events';
import { Problem, asProblem } from '../common/problem';
import { view } from '../common/webrtc';
import { LegMeter, estimateMs } from '../latency/legs';
import { Lips } from './lips';

const POLL_MS = 1000;
/** Frames may stand still this long before the viewer asks for the stream anew. */
const STALL_MS = 5000;

export interface Figures {
  framesPerSecond: number | null;
  latencyMs: number | null;
}

export interface Listener {
  /** There is nothing to see; the viewer keeps trying. */
  waiting(problem: Problem): void;
  /** How the stream stands, about once a second. */
  stream?(stream: api.Stream): void;
  figures?(figures: Figures): void;
}

/** A way that the picture comes by. */
interface Way {
  close(): Promise<void>;
  /** Reads how it goes; frames are those that were decoded so far. */
  read(): Promise<Figures & { frames: number | null }>;
  /** Whether it is known to have ended. */
  over(): boolean;
}

/**
 * Shows a stream in a video element for as long as the page is there: waits for it, and again when
 * it ends. By WebRTC; by HLS, a few seconds later, when the server has no room for another viewer
 * by WebRTC.
 */
export class Viewer {
  #way: Way | null = null;
  #stream: api.Stream | null = null;

  constructor(
    private readonly name: string,
    private readonly video: HTMLVideoElement,
    private readonly listener: Listener,
  ) {}

  async run(): Promise<never> {
    for (let failures = 0; ;) {
      const url = api.streamUrl(this.name);
      let unlisten = () => {};
      try {
        this.#way = await this.#open();
        unlisten = listen<api.Stream>(
          `${url}/events`,
          'statistics',
          { heard: (stream) => this.#heard(stream) },
          url,
        );
        await this.#watch(this.#way, () => (failures = 0));
      } catch (error) {
        failures++;
        this.listener.waiting(asProblem(error));
      } finally {
        unlisten();
      }
      await this.close();
      await pause(retryMs(failures));
    }
  }

  async close(): Promise<void> {
    const way = this.#way;
    this.#way = this.#stream = null;
    await way?.close();
  }

  #heard(stream: api.Stream): void {
    this.#stream = stream;
    this.listener.stream?.(stream);
  }

  async #open(): Promise<Way> {
    try {
      return await this.#byWebRtc();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 503) throw error;
      // Many kilobytes that a viewer by WebRTC never needs.
      const { playHls } = await import('./hls');
      return playHls(this.name, this.video);
    }
  }

  async #byWebRtc(): Promise<Way> {
    const url = new URL(`/whep/${encodeURIComponent(this.name)}`, location.href);
    const { session, stream } = await view(url);
    const meter = new LegMeter('receiving');
    let lost = false;
    session.onLost(() => (lost = true));
    this.video.srcObject = stream;
    const lips = new Lips(session.peer, this.video);
    return {
      close: () => {
        lips.close();
        return session.close();
      },
      over: () => lost,
      read: async () => {
        const report = await session.peer.getStats();
        lips.read(report);
        const leg = meter.read(report);
        const server = this.#stream?.statistics.delayMillis.p50;
        return {
          frames: leg.frames,
          framesPerSecond: leg.framesPerSecond,
          latencyMs: server === undefined ? null : estimateMs(null, server, leg),
        };
      },
    };
  }

  /** Throws when the stream is over; calls back while frames come. */
  async #watch(way: Way, alive: () => void): Promise<never> {
    let frames: number | null = null;
    let movedAt = performance.now();
    for (;;) {
      const read = await way.read();
      const now = performance.now();
      // Decoded ones: a page in the background presents none and is well all the same.
      if (read.frames !== frames) {
        frames = read.frames;
        movedAt = now;
        alive();
      }
      if (way.over() || now - movedAt > STALL_MS) throw new Problem('The stream stands still.');
      this.listener.figures?.(read);
      await pause(POLL_MS);
    }
  }
}
