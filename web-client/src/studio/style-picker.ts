import type { Style } from '../common/api';

/** The catalogue as a group of radio buttons with pictures. */
export class StylePicker {
  #styles: Style[] = [];

  constructor(
    private readonly group: HTMLFieldSetElement,
    onChoose: (name: string) => void,
  ) {
    group.addEventListener('change', () => onChoose(this.chosen));
  }

  /** Shows the styles and chooses the one chosen before, the preferred one, or the first. */
  show(styles: Style[], preferred: string): void {
    const before = this.chosen;
    this.#styles = styles;
    this.group.replaceChildren(...styles.map(card));
    const wishes = [before, preferred, styles[0]?.name ?? ''];
    this.choose(wishes.find((name) => this.style(name)) ?? '');
  }

  /** Name of the chosen style; empty while there is none. */
  get chosen(): string {
    return this.group.querySelector<HTMLInputElement>('input:checked')?.value ?? '';
  }

  choose(name: string): void {
    for (const input of this.group.querySelectorAll('input')) input.checked = input.value === name;
  }

  /** Marks the style that the server is being asked for; none if empty. */
  busy(name: string): void {
    for (const input of this.group.querySelectorAll('input')) {
      input.closest('label')?.setAttribute('aria-busy', String(input.value === name));
    }
  }

  style(name: string): Style | undefined {
    return this.#styles.find((style) => style.name === name);
  }
}

function card(style: Style): HTMLLabelElement {
  const input = document.createElement('input');
  input.type = 'radio';
  input.name = 'style';
  input.value = style.name;
  const image = document.createElement('img');
  image.src = style.preview;
  image.alt = '';
  image.addEventListener('error', () => {
    // An empty frame rather than the sign of a broken picture.
    const blank = document.createElement('span');
    blank.className = 'blank';
    image.replaceWith(blank);
  });
  image.loading = 'lazy';
  const title = document.createElement('b');
  title.textContent = style.title;
  const artist = document.createElement('small');
  artist.textContent = style.artist;
  const label = document.createElement('label');
  label.append(input, image, title, artist);
  return label;
}
