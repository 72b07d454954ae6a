const SECONDS = 60;
const HEIGHT = 32;
const NS = 'http://www.w3.org/2000/svg';

/** A small line of one figure over the last minute; the figure itself stands beside it as text. */
export class Plot {
  readonly #values: (number | null)[] = [];
  readonly #line = document.createElementNS(NS, 'path');
  readonly #ground = document.createElementNS(NS, 'path');

  /** @param least what the top of the plot stands for while nothing is greater */
  constructor(
    root: HTMLElement,
    private readonly least: number,
  ) {
    const svg = document.createElementNS(NS, 'svg');
    svg.setAttribute('viewBox', `0 0 ${SECONDS - 1} ${HEIGHT}`);
    svg.setAttribute('preserveAspectRatio', 'none');
    svg.setAttribute('aria-hidden', 'true');
    this.#line.setAttribute('class', 'line');
    this.#ground.setAttribute('class', 'ground');
    svg.append(this.#ground, this.#line);
    root.append(svg);
  }

  add(value: number | null): void {
    this.#values.push(value);
    if (this.#values.length > SECONDS) this.#values.shift();
    this.#draw();
  }

  clear(): void {
    this.#values.length = 0;
    this.#draw();
  }

  #draw(): void {
    const { line, ground } = paths(this.#values, this.least);
    this.#line.setAttribute('d', line);
    this.#ground.setAttribute('d', ground);
  }
}

/** The newest value is at the right; a gap is left where there was none. */
export function paths(values: readonly (number | null)[], least: number) {
  const top = Math.max(least, ...values.map((value) => value ?? 0));
  const first = SECONDS - values.length;
  let line = '';
  let ground = '';
  let from: number | null = null;
  const land = (x: number) => {
    if (from !== null) ground += `L${x} ${HEIGHT}L${from} ${HEIGHT}Z`;
    from = null;
  };
  values.forEach((value, index) => {
    const x = first + index;
    if (value === null) return land(x - 1);
    const y = Math.round(10 * (HEIGHT - 1 - (HEIGHT - 2) * (value / top))) / 10;
    const step = `${from === null ? 'M' : 'L'}${x} ${y}`;
    from ??= x;
    line += step;
    ground += step;
  });
  land(SECONDS - 1);
  return { line, ground };
}
