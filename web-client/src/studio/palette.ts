import * as api from '../common/api';
import { byId, say } from '../common/dom';
import { words } from '../common/problem';
import { Brush } from './brush';
import { Gallery } from './gallery';
import { MixPad } from './mix-pad';
import { leading, type Weights } from './mix';
import type { Manner } from './upload';

/** Styles, their mix and the brush: everything that says how it is painted. */
export class Palette {
  readonly #gallery = new Gallery(
    (names) => this.#choose(names),
    () => leading(this.#weights),
  );
  readonly #pad = new MixPad(byId('pad', HTMLElement), byId('mix-shares', HTMLElement), (weights) =>
    this.#mixed(weights),
  );
  readonly #brush: Brush;
  #weights: Weights = {};

  /**
   * @param onChange hears what the visitor changes
   * @param onLook hears what is chosen now, whoever chose it
   */
  constructor(
    private readonly onChange: (patch: api.SettingsPatch) => void,
    private readonly onLook: (weights: Weights) => void,
  ) {
    this.#brush = new Brush(onChange);
  }

  /** Reads the catalogue. */
  async load(preferred: string): Promise<void> {
    const message = byId('styles-message', HTMLElement);
    const retry = byId('styles-retry', HTMLButtonElement);
    retry.hidden = true;
    say(message, 'Fetching the styles …');
    try {
      const styles = await api.styles();
      this.#gallery.show(styles, preferred);
      this.#choose(this.#gallery.chosen, false);
      say(
        message,
        styles.length ? '' : 'The catalogue holds no style yet. Train one, then try again.',
      );
      retry.hidden = styles.length > 0;
    } catch (error) {
      say(message, words(error));
      retry.hidden = false;
    }
  }

  get weights(): Weights {
    return this.#weights;
  }

  style(name: string): api.Style | undefined {
    return this.#gallery.style(name);
  }

  /** Everything that is chosen here, for a stream that begins. */
  get settings(): api.SettingsPatch {
    const named = Object.keys(this.#weights).length > 0;
    return { ...this.#brush.settings, ...(named ? { styles: this.#weights } : {}) };
  }

  /** Everything that is chosen here, for a file. */
  get manner(): Manner {
    const {
      strength = 1,
      originalColours = false,
      renderScale = 1,
      steadiness = 0,
    } = this.settings;
    return { styles: this.#weights, strength, originalColours, renderScale, steadiness };
  }

  /** Shows a stream's settings. */
  show(settings: api.Settings): void {
    this.#brush.show(settings);
    this.#gallery.choose(settings.styles);
    this.#hang();
    this.#pad.place(settings.styles);
    this.#look(settings.styles);
  }

  #choose(names: string[], tell = true): void {
    this.#hang();
    const [first] = names;
    const weights =
      names.length > 1 ? this.#pad.weights : first === undefined ? {} : { [first]: 1 };
    this.#look(weights);
    if (tell && first !== undefined) this.onChange({ styles: weights });
  }

  #mixed(weights: Weights): void {
    this.#look(weights);
    this.onChange({ styles: weights });
  }

  #hang(): void {
    const styles = this.#gallery.chosen.map((name) => this.#gallery.style(name));
    byId('mix', HTMLElement).hidden = styles.length < 2;
    if (styles.length > 1) this.#pad.show(styles.filter((style) => style !== undefined));
  }

  #look(weights: Weights): void {
    this.#weights = weights;
    this.onLook(weights);
  }
}
