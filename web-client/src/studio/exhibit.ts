import * as api from '../common/api';
import { skippedShare } from '../common/figures';
import { Problem } from '../common/problem';
import { publish, view, type Session } from '../common/webrtc';
import { LegMeter, estimateMs } from '../latency/legs';

const POLL_MS = 1000;
/** Readings over which the share of skipped frames is taken. */
const SKIP_READINGS = 5;

const LOST = 'The connection to the server was lost.';

/** How the stream does, about once a second. */
export interface Figures {
  status: api.StreamStatus;
  cameraPerSecond: number | null;
  latencyMs: number | null;
  skipped: number | null;
}

export interface Listener {
  figures(figures: Figures): void;
  /** The server did not answer this time; the picture may go on all the same. */
  silent(problem: Problem): void;
  /** The stream is over without having been closed here; it has freed what it held. */
  ended(problem: Problem): void;
}

/** A stream that this page publishes and views at the same time. */
export class Exhibit {
  readonly #sending = new LegMeter('sending');
  readonly #receiving = new LegMeter('receiving');
  readonly #history: api.StreamStatus[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  private constructor(
    readonly name: string,
    /** The painted video. */
    readonly painting: MediaStream,
    private readonly publication: Session,
    private readonly viewing: Session,
    private readonly listener: Listener,
  ) {
    const lost = () => this.#end(new Problem(LOST));
    publication.onLost(lost);
    viewing.onLost(lost);
    void this.#poll();
  }

  /**
   * Publishes a track under a name and views what is painted of it. The track stays the caller's.
   *
   * @throws {Problem} in words for the visitor; nothing stays open then
   */
  static async open(
    name: string,
    style: string,
    track: MediaStreamTrack,
    listener: Listener,
    signal: AbortSignal,
  ): Promise<Exhibit> {
    const url = (path: string) => new URL(path, location.href);
    const path = encodeURIComponent(name);
    const query = style === '' ? '' : `?style=${encodeURIComponent(style)}`;
    let publication: Session;
    try {
      publication = await publish(url(`/whip/${path}${query}`), track, signal);
    } catch (error) {
      if (error instanceof Problem && error.status === 409) {
        throw new Problem(
          `Somebody is exhibiting as “${name}” at the moment. Choose another name.`,
          409,
        );
      }
      throw error;
    }
    try {
      await keepSize(publication);
      const { session, stream } = await view(url(`/whep/${path}`), signal);
      return new Exhibit(name, stream, publication, session, listener);
    } catch (error) {
      await publication.close();
      throw error;
    }
  }

  /** Goes on with another track, without a break for the viewers. */
  async replaceTrack(track: MediaStreamTrack): Promise<void> {
    await this.publication.peer.getSenders()[0]?.replaceTrack(track);
  }

  chooseStyle(style: string): Promise<api.StreamStatus> {
    return api.chooseStyle(this.name, style);
  }

  async close(): Promise<void> {
    this.#over = true;
    clearTimeout(this.#timer);
    await Promise.all([this.publication.close(), this.viewing.close()]);
  }

  #end(problem: Problem): void {
    if (this.#over) return;
    void this.close();
    this.listener.ended(problem);
  }

  async #poll(): Promise<void> {
    try {
      const [status, sending, receiving] = await Promise.all([
        api.status(this.name),
        this.publication.peer.getStats(),
        this.viewing.peer.getStats(),
      ]);
      if (this.#over) return;
      this.#report(status, sending, receiving);
    } catch (error) {
      if (this.#over) return;
      const problem = error instanceof Problem ? error : new Problem(String(error));
      if (problem.status === 404) {
        this.#end(new Problem('The server has ended the stream. Start again when you like.'));
        return;
      }
      // ICE alone would hope for another ten seconds that the server comes back.
      const peers = [this.publication.peer, this.viewing.peer];
      if (peers.some((peer) => peer.connectionState === 'disconnected')) {
        this.#end(new Problem(LOST));
        return;
      }
      this.listener.silent(problem);
    }
    this.#timer = setTimeout(() => void this.#poll(), POLL_MS);
  }

  #report(status: api.StreamStatus, sending: RTCStatsReport, receiving: RTCStatsReport): void {
    this.#history.push(status);
    if (this.#history.length > SKIP_READINGS) this.#history.shift();
    const out = this.#sending.read(sending);
    this.listener.figures({
      status,
      cameraPerSecond: out.framesPerSecond,
      latencyMs: estimateMs(out, status.delayMillis.p50, this.#receiving.read(receiving)),
      skipped: skippedShare(this.#history[0] ?? status, status),
    });
  }
}

/**
 * Has the browser drop frames rather than shrink the picture when the way gets narrow: strokes are
 * a size in pixels, so a smaller picture would be painted with a coarser brush.
 */
async function keepSize({ peer }: Session): Promise<void> {
  const sender = peer.getSenders()[0];
  if (!sender) return;
  await sender.setParameters({
    ...sender.getParameters(),
    degradationPreference: 'maintain-resolution',
  });
}
