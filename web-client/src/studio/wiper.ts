import { byId } from '../common/dom';
import { percent } from '../common/figures';

const STEP = 0.01;
const LEAP = 0.1;

/** The line between the source and the painting, dragged over the picture. */
export class Wiper {
  readonly #handle = byId('wiper', HTMLElement);
  readonly #frame = byId('frame', HTMLElement);
  readonly #button = byId('wipe', HTMLButtonElement);
  #split = 0;
  #held = false;

  constructor(private readonly onSplit: (split: number) => void) {
    this.#handle.addEventListener('keydown', (event) => this.#key(event));
    this.#handle.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.#held = true;
      this.#handle.setPointerCapture(event.pointerId);
      this.#handle.focus({ preventScroll: true });
    });
    this.#handle.addEventListener('pointermove', (event) => {
      if (!this.#held) return;
      const box = this.#frame.getBoundingClientRect();
      const { borderLeftWidth, borderRightWidth } = getComputedStyle(this.#frame);
      const left = parseFloat(borderLeftWidth);
      const width = box.width - left - parseFloat(borderRightWidth);
      this.#wipe((event.clientX - box.left - left) / width);
    });
    this.#handle.addEventListener('lostpointercapture', () => (this.#held = false));
    this.#button.addEventListener('click', () => {
      this.#wipe(this.#split > 0 ? 0 : 0.5);
      if (this.#split > 0) this.#handle.focus();
    });
  }

  get split(): number {
    return this.#split;
  }

  /** Shows a stream's setting. */
  show(split: number): void {
    if (!this.#held) this.#set(split);
  }

  #key(event: KeyboardEvent): void {
    const step = event.shiftKey ? LEAP : STEP;
    const places: Record<string, number> = {
      ArrowLeft: this.#split - step,
      ArrowDown: this.#split - step,
      ArrowRight: this.#split + step,
      ArrowUp: this.#split + step,
      Home: STEP,
      End: 1,
    };
    const place = places[event.key];
    if (place === undefined) return;
    event.preventDefault();
    this.#wipe(Math.max(STEP, place));
  }

  #wipe(split: number): void {
    this.#set(Math.round(1000 * Math.min(1, Math.max(0, split))) / 1000);
    this.onSplit(this.#split);
  }

  #set(split: number): void {
    this.#split = split;
    this.#handle.hidden = split === 0 && !this.#held;
    this.#button.setAttribute('aria-pressed', String(split > 0));
    this.#handle.style.setProperty('--split', `${100 * split}%`);
    this.#handle.setAttribute('aria-valuenow', String(Math.round(100 * split)));
    this.#handle.setAttribute('aria-valuetext', `${percent(split)} of the width shows the source`);
  }
}
