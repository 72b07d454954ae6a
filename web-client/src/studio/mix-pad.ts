import type { Style } from '../common/api';
import { make } from '../common/dom';
import { percent } from '../common/figures';
import { corners, inside, pointOf, shares, weigh, type Point, type Weights } from './mix';

/** How far the pictures' corners are from the pad's sides, as a part of it. */
const RIM = 0.1;
/** A key's step, and a step with Shift. */
const STEP = 0.02;
const LEAP = 0.1;

/**
 * The chosen styles' pictures run into each other, and a puck among them: the nearer to a picture,
 * the more of it. One slider in two directions for the keyboard and screen readers.
 */
export class MixPad {
  readonly #puck = make('div', { className: 'puck', tabIndex: 0 });
  readonly #pictures = make('div', { className: 'pictures' });
  #styles: Style[] = [];
  #point: Point = { x: 0.5, y: 0.5 };
  /** While the puck is held, it is where the hand is, whatever the server says. */
  #held = false;

  constructor(
    private readonly root: HTMLElement,
    private readonly list: HTMLElement,
    private readonly onMix: (weights: Weights) => void,
  ) {
    root.append(this.#pictures, this.#puck);
    this.#puck.setAttribute('role', 'slider');
    this.#puck.setAttribute('aria-label', 'Mix of the chosen styles');
    this.#puck.setAttribute('aria-roledescription', 'two-way slider');
    this.#puck.addEventListener('keydown', (event) => this.#key(event));
    root.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      this.#held = true;
      root.setPointerCapture(event.pointerId);
      this.#puck.focus({ preventScroll: true });
      this.#drag(event);
    });
    root.addEventListener('pointermove', (event) => {
      if (this.#held) this.#drag(event);
    });
    root.addEventListener('lostpointercapture', () => (this.#held = false));
  }

  /** Hangs the pictures of these styles, with the puck in their middle unless they hang already. */
  show(styles: Style[]): void {
    const key = (list: Style[]) => list.map((style) => style.name).join(' ');
    if (key(styles) === key(this.#styles)) return;
    this.#styles = styles;
    this.root.dataset['count'] = String(styles.length);
    const places = corners(styles.length);
    this.#pictures.replaceChildren(
      ...styles.map((style, index) => {
        const image = make('img', { src: style.preview, alt: '' });
        put(image, places[index] ?? this.#point);
        return image;
      }),
    );
    this.list.replaceChildren(...styles.map((style) => make('li', {}, style.title, make('b'))));
    this.#move(pointOf([], places));
  }

  get weights(): Weights {
    const names = this.#styles.map((style) => style.name);
    return weigh(names, shares(this.#point, corners(names.length)));
  }

  /** Puts the puck where these weights are. */
  place(weights: Weights): void {
    if (this.#held || this.#styles.length === 0) return;
    const wanted = this.#styles.map((style) => weights[style.name] ?? 0);
    // Of more than three, several points have alike shares: a puck that fits stays where it is.
    const present = shares(this.#point, corners(wanted.length));
    const sum = wanted.reduce((total, weight) => total + weight, 0);
    if (wanted.some((weight, index) => Math.abs(weight / sum - (present[index] ?? 0)) > 0.01)) {
      this.#move(pointOf(wanted, corners(wanted.length)));
    }
  }

  #drag(event: PointerEvent): void {
    const box = this.root.getBoundingClientRect();
    const along = (at: number, start: number, length: number) =>
      ((at - start) / length - RIM) / (1 - 2 * RIM);
    this.#pull({
      x: along(event.clientX, box.left, box.width),
      y: along(event.clientY, box.top, box.height),
    });
  }

  #key(event: KeyboardEvent): void {
    const step = event.shiftKey ? LEAP : STEP;
    const ways: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const way = ways[event.key];
    if (way) this.#pull({ x: this.#point.x + way[0], y: this.#point.y + way[1] });
    else if (event.key === 'Home') this.#pull(pointOf([], corners(this.#styles.length)));
    else return;
    event.preventDefault();
  }

  #pull(point: Point): void {
    this.#move(inside(point, corners(this.#styles.length)));
    this.onMix(this.weights);
  }

  #move(point: Point): void {
    this.#point = point;
    put(this.#puck, point);
    const parts = shares(point, corners(this.#styles.length));
    const words = parts.map((share) => percent(share));
    [...this.list.children].forEach((item, index) => {
      const share = item.querySelector('b');
      if (share) share.textContent = words[index] ?? '';
      (item as HTMLElement).style.setProperty('--share', String(parts[index] ?? 0));
    });
    this.#puck.setAttribute('aria-valuenow', String(Math.round(100 * (parts[0] ?? 0))));
    this.#puck.setAttribute(
      'aria-valuetext',
      this.#styles.map((style, index) => `${style.title} ${words[index]}`).join(', '),
    );
  }
}

function put(element: HTMLElement, { x, y }: Point): void {
  element.style.setProperty('--x', `${100 * (RIM + x * (1 - 2 * RIM))}%`);
  element.style.setProperty('--y', `${100 * (RIM + y * (1 - 2 * RIM))}%`);
}
