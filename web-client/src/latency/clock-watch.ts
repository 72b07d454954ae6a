import { BandReader } from './clock-band';
import { age } from './clock-code';
import { Recent, percentile } from './recent';

/** What the clock in the last few seconds' frames says. */
export interface ClockReadings {
  p50Ms: number | null;
  p95Ms: number | null;
  /** Share of the frames whose clock could not be read beyond doubt; `null` without frames. */
  unreadable: number | null;
}

const SPAN_MS = 5000;

/**
 * Reads the clock out of every frame that a video presents. For each one it also dispatches the
 * event `clock` on the video, whose detail is the latency in milliseconds or `null` (unreadable).
 */
export class ClockWatch {
  readonly #reader = new BandReader();
  readonly #latencies = new Recent(SPAN_MS);
  readonly #unreadable = new Recent(SPAN_MS);
  #stopped = false;

  /**
   * @param graceMs unreadable frames are not counted before the first readable one within this
   *   time: until then they are those painted before the clock was drawn
   */
  constructor(
    private readonly video: HTMLVideoElement,
    graceMs = SPAN_MS,
  ) {
    this.#next(performance.now() + graceMs);
  }

  readings(): ClockReadings {
    const now = performance.now();
    const latencies = this.#latencies.values(now);
    const flags = this.#unreadable.values(now);
    return {
      p50Ms: percentile(latencies, 0.5),
      p95Ms: percentile(latencies, 0.95),
      unreadable: flags.length ? flags.filter((flag) => flag === 1).length / flags.length : null,
    };
  }

  stop(): void {
    this.#stopped = true;
  }

  #next(countFrom: number): void {
    this.video.requestVideoFrameCallback(() => {
      if (this.#stopped) return;
      const now = performance.now();
      const read = this.#reader.read(this.video);
      if (read !== null) countFrom = now;
      if (now >= countFrom) {
        const latency = read === null ? null : age(now, read);
        this.#unreadable.add(now, latency === null ? 1 : 0);
        if (latency !== null) this.#latencies.add(now, latency);
        this.video.dispatchEvent(new CustomEvent('clock', { detail: latency }));
      }
      this.#next(countFrom);
    });
  }
}
