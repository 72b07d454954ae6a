import { ending, type Stream } from '../common/api';
import { pause, retryMs } from '../common/backoff';
import { Problem, asProblem, sentence } from '../common/problem';
import { Exhibit, type Figures } from './exhibit';
import { openSource, type Source, type Wish } from './source';

export interface Listener {
  /** What the visitor has to wait for. */
  opening(text: string): void;
  /** The source is there; it is shown while the rest is set up. */
  opened(source: Source): void;
  /** The first time, and again after every loss. Rejects if there is no picture. */
  live(exhibit: Exhibit, signal: AbortSignal): Promise<void>;
  /** The connection was lost; it is tried again by itself. */
  lost(problem: Problem): void;
  stream(stream: Stream): void;
  figures(figures: Figures): void;
  silent(problem: Problem): void;
  /** Everything is put away; with a reason if that was not the visitor's wish. */
  over(reason?: unknown): void;
}

const GONE = {
  camera: 'The camera went away. Plug it in again, then start again.',
  screen: 'The screen is shared no longer.',
  file: 'The video can’t be played any further.',
};

/** What helps where the server ended the stream, besides what it says itself. */
const REMEDY = {
  painting: ' Choose another style, then start again.',
  source: '',
  request: ' Start again if it is to go on.',
};

/** From the visitor's start to the stop: keeps a source exhibited through every loss between. */
export class Show {
  source: Source | null = null;
  exhibit: Exhibit | null = null;
  /** Ends what runs at present; aborted once, by whatever stops it. */
  #attempt = new AbortController();
  /** Settles when the server has freed what the last exhibit held, the name above all. */
  #closed: Promise<void> = Promise.resolve();

  constructor(private readonly listener: Listener) {}

  /** @param style is asked anew for each connection */
  async start(name: string, wish: Wish, style: () => string): Promise<void> {
    this.#attempt = new AbortController();
    const { signal } = this.#attempt;
    try {
      this.listener.opening(`Waiting for the ${wish.kind} …`);
      const source = await openSource(wish);
      if (signal.aborted) return source.close();
      this.source = source;
      source.video.addEventListener('ended', () => this.stop(new Problem(GONE[source.kind])));
      this.listener.opened(source);
      this.listener.opening('Setting up the easel …');
      await this.#closed;
      await this.#keep(name, source, wish.height, style, signal);
    } catch (error) {
      if (!signal.aborted) this.stop(error);
    }
  }

  /** Puts everything away; with a reason when it was not the visitor's wish. */
  stop(reason?: unknown): void {
    this.#attempt.abort();
    if (this.exhibit) this.#closed = this.exhibit.close();
    this.exhibit = null;
    this.source?.close();
    this.source = null;
    this.listener.over(reason);
  }

  /** Fails if the first try does, and when it would not help to try again. */
  async #keep(
    name: string,
    source: Source,
    lines: number,
    style: () => string,
    signal: AbortSignal,
  ): Promise<never> {
    let everLive = false;
    for (let failures = 0; ;) {
      let problem: Problem;
      try {
        signal.throwIfAborted();
        const over = await this.#once(name, source, lines, style(), signal);
        everLive = true;
        failures = 0;
        problem = await aborted(over);
      } catch (error) {
        problem = asProblem(error);
        if (signal.aborted || problem.locked) throw problem;
      }
      this.exhibit = null;
      const put = await refusal(name);
      if (put ?? !everLive) throw put ?? problem;
      signal.throwIfAborted();
      this.listener.lost(problem);
      await pause(retryMs(++failures), signal);
    }
  }

  /**
   * Resolves when the picture is there, to what is aborted with the problem when it is there no
   * more; rejects if it ends before.
   */
  async #once(
    name: string,
    source: Source,
    lines: number,
    style: string,
    signal: AbortSignal,
  ): Promise<AbortSignal> {
    const over = new AbortController();
    const listener = {
      stream: (stream: Stream) => this.listener.stream(stream),
      figures: (figures: Figures) => this.listener.figures(figures),
      silent: (problem: Problem) => this.listener.silent(problem),
      ended: (problem: Problem) => over.abort(problem),
    };
    const exhibit = await Exhibit.open(name, style, source, lines, listener, signal);
    if (signal.aborted) {
      await exhibit.close();
      signal.throwIfAborted();
    }
    this.exhibit = exhibit;
    try {
      await this.listener.live(exhibit, AbortSignal.any([signal, over.signal]));
    } catch (error) {
      await exhibit.close();
      throw error;
    }
    return over.signal;
  }
}

/** What the server says if it was its own will, so that it would not help to try again. */
async function refusal(name: string): Promise<Problem | null> {
  const end = await ending(name);
  if (!end) return null;
  const { cause, reason } = end;
  return new Problem(`The server ended the stream. ${sentence(reason)}${REMEDY[cause]}`);
}

/** Resolves when the signal is aborted, to the problem that it was aborted with. */
function aborted(signal: AbortSignal): Promise<Problem> {
  return new Promise((resolve) => {
    const tell = () => resolve(asProblem(signal.reason));
    if (signal.aborted) tell();
    else signal.addEventListener('abort', tell, { once: true });
  });
}
