import { byId, say } from '../common/dom';
import { duration, percent, rate, skippedWords } from '../common/figures';
import { ClockWatch } from '../latency/clock-watch';
import type { Exhibit, Figures } from './exhibit';
import { Overprint } from './overprint';
import { Plot } from './plot';
import type { Source } from './source';

/** How the stream does: three figures with their last minute, and the exact clock on request. */
export class Readings {
  readonly #rate = new Plot(byId('plot-rate', HTMLElement), 30);
  readonly #latency = new Plot(byId('plot-latency', HTMLElement), 200);
  readonly #load = new Plot(byId('plot-load', HTMLElement), 1);
  readonly #button = byId('measure', HTMLButtonElement);
  #overprint: Overprint | null = null;
  #clock: ClockWatch | null = null;

  constructor(private readonly painted: HTMLVideoElement) {}

  show({ stream, latencyMs, skipped }: Figures): void {
    const { paintedPerSecond, load, renderScale, frameDivisor } = stream.statistics;
    const read = this.#clock?.readings().p50Ms ?? null;
    this.#rate.add(paintedPerSecond);
    this.#latency.add(this.#clock ? read : latencyMs);
    this.#load.add(load);
    text('painted-rate', `${rate(paintedPerSecond)} frames/s`);
    text('load', percent(load));
    if (this.#clock) text('latency', clockWords(this.#clock));
    else if (latencyMs !== null) text('latency', `≈ ${duration(latencyMs)}`);
    const notes = [
      skipped === null ? '' : capital(skippedWords(skipped)),
      renderScale < stream.settings.renderScale - 0.001
        ? `painted at ${percent(renderScale)} of the size to keep up`
        : '',
      frameDivisor > 1 ? `one frame in ${frameDivisor} to keep up` : '',
    ];
    say(byId('skipped', HTMLElement), notes.filter(Boolean).join(', '));
  }

  clear(): void {
    for (const plot of [this.#rate, this.#latency, this.#load]) plot.clear();
    for (const id of ['painted-rate', 'latency', 'load']) text(id, '–');
    say(byId('skipped', HTMLElement), '');
  }

  get measuring(): boolean {
    return this.#clock !== null;
  }

  /** Publishes the source with the clock drawn over it, or as it is. */
  async measure(on: boolean, source: Source | null, exhibit: Exhibit | null): Promise<void> {
    this.#button.setAttribute('aria-pressed', String(on));
    this.#clock?.stop();
    this.#clock = null;
    this.#overprint?.stop();
    this.#overprint = null;
    if (!source || !exhibit) return;
    if (on) {
      const print = await Overprint.over(source.video);
      if (source.video.readyState === 'ended') return print.stop();
      this.#overprint = print;
      this.#clock = new ClockWatch(this.painted);
    }
    await exhibit.replaceTrack('video', this.#overprint?.track ?? source.video);
    text('latency', on ? 'waiting for the clock …' : '–');
  }
}

function clockWords(watch: ClockWatch): string {
  const { p50Ms, p95Ms, unreadable } = watch.readings();
  if (unreadable === null) return 'waiting for the clock …';
  if (p50Ms === null || p95Ms === null) return 'the clock can’t be read in this style';
  const part = unreadable > 0 ? `, ${percent(unreadable)} unreadable` : '';
  return `${duration(p50Ms)}, p95 ${duration(p95Ms)}${part}`;
}

const capital = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function text(id: string, words: string): void {
  byId(id, HTMLElement).textContent = words;
}
