import * as api from '../common/api';
import { Problem } from '../common/problem';
import { view, type Session } from '../common/webrtc';
import { LegMeter, estimateMs } from '../latency/legs';

const POLL_MS = 1000;
/** Frames may stand still this long before the viewer asks for the stream anew. */
const STALL_MS = 5000;
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 5000;

export interface Figures {
  status: api.StreamStatus;
  framesPerSecond: number | null;
  latencyMs: number | null;
}

export interface Listener {
  /** There is nothing to see; the viewer keeps trying. */
  waiting(problem: Problem): void;
  /** A stream is there; its first frame may still be on the way. */
  found(stream: MediaStream): void;
  figures(figures: Figures): void;
}

/** How long to wait before a try, after so many that failed. */
export const retryMs = (failures: number) =>
  Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));

/** Views a stream for as long as the page is there: waits for it, and again when it ends. */
export class Viewer {
  #session: Session | null = null;

  constructor(
    private readonly name: string,
    private readonly listener: Listener,
  ) {}

  async run(): Promise<never> {
    for (let failures = 0; ;) {
      try {
        const url = new URL(`/whep/${encodeURIComponent(this.name)}`, location.href);
        const { session, stream } = await view(url);
        this.#session = session;
        this.listener.found(stream);
        await this.#watch(session, () => (failures = 0));
      } catch (error) {
        failures++;
        this.listener.waiting(error instanceof Problem ? error : new Problem(String(error)));
      }
      await this.close();
      await pause(retryMs(failures));
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = null;
    await session?.close();
  }

  /** Throws when the stream is over; calls back while frames come. */
  async #watch(session: Session, alive: () => void): Promise<never> {
    const meter = new LegMeter('receiving');
    let lost = false;
    session.onLost(() => (lost = true));
    let frames: number | null = null;
    let movedAt = performance.now();
    for (;;) {
      const status = await api.status(this.name).catch(unlessGone);
      const leg = meter.read(await session.peer.getStats());
      const now = performance.now();
      // Decoded ones: a page in the background presents none and is well all the same.
      if (leg.frames !== frames) {
        frames = leg.frames;
        movedAt = now;
        alive();
      }
      if (lost || now - movedAt > STALL_MS) throw new Problem('The stream stands still.');
      if (status) {
        this.listener.figures({
          status,
          framesPerSecond: leg.framesPerSecond,
          latencyMs: estimateMs(null, status.delayMillis.p50, leg),
        });
      }
      await pause(POLL_MS);
    }
  }
}

/** A server that is silent for a moment may still send frames; one that says 404 will not. */
function unlessGone(error: unknown): null {
  if (error instanceof Problem && error.status === 404) throw error;
  return null;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
