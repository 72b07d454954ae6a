import type { Style } from '../common/api';
import { byId, make } from '../common/dom';
import { MOST, leading, type Weights } from './mix';

/** The catalogue on the wall: one style is chosen, or several of one network to be mixed. */
export class Gallery {
  #styles: Style[] = [];
  readonly #group = byId('styles', HTMLFieldSetElement);
  readonly #mode = byId('mix-mode', HTMLFieldSetElement);

  /**
   * @param onChoose hears the names that are chosen now, at least one
   * @param lead the one that is left when there is to be no mix any more
   */
  constructor(onChoose: (names: string[]) => void, lead: () => string) {
    this.#group.addEventListener('change', () => {
      // A mix of nothing is no picture: the last one stays.
      if (this.chosen.length === 0) return;
      this.#mark();
      onChoose(this.chosen);
    });
    this.#mode.addEventListener('change', () => {
      // Once they are radio buttons only one of them is checked, and not the one that is wanted.
      const several = this.chosen.length > 1;
      this.#hang();
      if (several) {
        this.#check([lead()]);
        onChoose(this.chosen);
      }
    });
  }

  /** Shows the styles and chooses those chosen before, the preferred one, or the first. */
  show(styles: Style[], preferred: string): void {
    const before = this.chosen.filter((name) => styles.some((style) => style.name === name));
    this.#styles = styles;
    this.#group.replaceChildren(...styles.map(card));
    this.#mode.hidden = !styles.some((style) => this.#mixable(style).length > 1);
    this.#hang();
    const wish = this.style(preferred)?.name ?? styles[0]?.name;
    this.#check(before.length > 0 ? before : wish === undefined ? [] : [wish]);
  }

  /** Names of the chosen styles; empty while there is none. */
  get chosen(): string[] {
    return this.#inputs.filter((input) => input.checked).map((input) => input.value);
  }

  /** Shows that a stream is painted in these. */
  choose(weights: Weights): void {
    const names = Object.keys(weights);
    if (names.length > 1 && !this.#mixing) this.#mix(true);
    if (this.#mixing && names.every((name) => this.chosen.includes(name))) return;
    this.#check(this.#mixing ? names : [leading(weights)]);
  }

  style(name: string): Style | undefined {
    return this.#styles.find((style) => style.name === name);
  }

  get #inputs(): HTMLInputElement[] {
    return [...this.#group.querySelectorAll('input')];
  }

  get #mixing(): boolean {
    return this.#mode.querySelector<HTMLInputElement>('input:checked')?.value === 'mix';
  }

  #mix(on: boolean): void {
    for (const input of this.#mode.querySelectorAll('input')) {
      input.checked = (input.value === 'mix') === on;
    }
    this.#hang();
  }

  #hang(): void {
    for (const input of this.#inputs) input.type = this.#mixing ? 'checkbox' : 'radio';
    this.#mark();
  }

  #check(names: string[]): void {
    for (const input of this.#inputs) input.checked = names.includes(input.value);
    this.#mark();
  }

  /** What can't be mixed with what is chosen can't be chosen, and the last one can't be left. */
  #mark(): void {
    const chosen = this.chosen;
    const first = this.style(chosen[0] ?? '');
    const company = first ? this.#mixable(first) : [];
    for (const input of this.#inputs) {
      const fits = company.some((style) => style.name === input.value);
      const full = chosen.length >= MOST && !input.checked;
      const last = chosen.length === 1 && input.checked;
      input.disabled = this.#mixing && first !== undefined && (!fits || full || last);
    }
  }

  #mixable(style: Style): Style[] {
    return this.#styles.filter((other) => other.network === style.network);
  }
}

function card(style: Style): HTMLLabelElement {
  const input = make('input', { type: 'radio', name: 'style', value: style.name });
  const image = make('img', { src: style.preview, alt: '', loading: 'lazy' });
  image.addEventListener('error', () => {
    // An empty frame rather than the sign of a broken picture.
    image.replaceWith(make('span', { className: 'blank' }));
  });
  const title = make('b', { textContent: style.title });
  const artist = make('small', { textContent: style.artist });
  return make('label', {}, input, image, title, artist);
}
