import * as api from '../common/api';
import { listen } from '../common/events';
import { skippedShare } from '../common/figures';
import { Problem } from '../common/problem';
import { publish, view, type Session } from '../common/webrtc';
import { LegMeter, estimateMs } from '../latency/legs';
import type { Source } from './source';

/** Readings over which the share of skipped frames is taken. */
const SKIP_READINGS = 5;

const LOST = 'The connection to the server was lost.';

/** How the stream does. */
export interface Figures {
  stream: api.Stream;
  latencyMs: number | null;
  skipped: number | null;
}

export interface Listener {
  /** About once a second, as soon as the server tells. */
  stream(stream: api.Stream): void;
  /** After it, with what this browser knows. */
  figures(figures: Figures): void;
  /** The server does not answer at the moment; the picture may go on all the same. */
  silent(problem: Problem): void;
  /** The connection is over without having been closed here; it has freed what it held. */
  ended(problem: Problem): void;
}

/** A stream that this page publishes and views at the same time. */
export class Exhibit {
  readonly #sending = new LegMeter('sending');
  readonly #receiving = new LegMeter('receiving');
  readonly #history: api.Statistics[] = [];
  readonly #unlisten: () => void;
  #over = false;

  private constructor(
    readonly name: string,
    /** The painted picture and its sound. */
    readonly painting: MediaStream,
    private readonly publication: Session,
    private readonly viewing: Session,
    private readonly listener: Listener,
  ) {
    const lost = () => this.#end(new Problem(LOST));
    publication.onLost(lost);
    viewing.onLost(lost);
    const url = api.streamUrl(name);
    const ear = {
      heard: (stream: api.Stream) => void this.#report(stream),
      deaf: (problem: Problem) => this.#deaf(problem),
    };
    this.#unlisten = listen(`${url}/events`, 'statistics', ear, url);
  }

  /**
   * Publishes a source under a name and views what is painted of it. The source stays the caller's.
   *
   * @param style empty for the server's own choice
   * @param lines of the picture that is sent
   * @throws {Problem} in words for the visitor; nothing stays open then
   */
  static async open(
    name: string,
    style: string,
    source: Source,
    lines: number,
    listener: Listener,
    signal: AbortSignal,
  ): Promise<Exhibit> {
    const url = (path: string) => new URL(path, location.href);
    const path = encodeURIComponent(name);
    const query = style === '' ? '' : `?style=${encodeURIComponent(style)}`;
    const scaleDownBy = Math.max(1, source.shortSide / lines);
    let publication: Session;
    try {
      const tracks = { video: source.video, audio: source.audio, scaleDownBy };
      publication = await publish(url(`/whip/${path}${query}`), tracks, signal);
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

  /** Goes on with another track of that kind, without a break for the viewers; `null` is silence. */
  async replaceTrack(kind: 'video' | 'audio', track: MediaStreamTrack | null): Promise<void> {
    const [video, audio] = this.publication.peer.getSenders();
    await (kind === 'video' ? video : audio)?.replaceTrack(track);
  }

  async close(): Promise<void> {
    this.#over = true;
    this.#unlisten();
    await Promise.all([this.publication.close(), this.viewing.close()]);
  }

  #end(problem: Problem): void {
    if (this.#over) return;
    void this.close();
    this.listener.ended(problem);
  }

  #deaf(problem: Problem): void {
    // ICE alone would hope for another ten seconds that the server comes back.
    const peers = [this.publication.peer, this.viewing.peer];
    const cut = peers.some((peer) => peer.connectionState === 'disconnected');
    if (cut) this.#end(new Problem(LOST));
    else if (problem.status === 404)
      this.#end(new Problem('The server has ended the stream.', 404));
    else this.listener.silent(problem);
  }

  async #report(stream: api.Stream): Promise<void> {
    this.listener.stream(stream);
    const [sending, receiving] = await Promise.all([
      this.publication.peer.getStats(),
      this.viewing.peer.getStats(),
    ]);
    if (this.#over) return;
    const now = stream.statistics;
    this.#history.push(now);
    if (this.#history.length > SKIP_READINGS) this.#history.shift();
    this.listener.figures({
      stream,
      latencyMs: estimateMs(
        this.#sending.read(sending),
        now.delayMillis.p50,
        this.#receiving.read(receiving),
      ),
      skipped: skippedShare(this.#history[0] ?? now, now),
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
