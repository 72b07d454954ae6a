import type { Inset, Key, Settings, SettingsPatch } from '../common/api';
import { make } from '../common/dom';
import { placeGrid, segments, slider, toggle } from './widgets';

type By = 'all' | NonNullable<Key['by']>;

/** What a key begins with: the server's own defaults. */
const KEYS: Record<NonNullable<Key['by']>, Required<Key>> = {
  chroma: {
    by: 'chroma',
    colour: '#00b140',
    threshold: 0.3,
    softness: 0.1,
    inverted: false,
    show: 'over',
  },
  luma: {
    by: 'luma',
    colour: '#00b140',
    threshold: 0.5,
    softness: 0.1,
    inverted: false,
    show: 'over',
  },
};

/** Not where this page shows the source. */
const INSET: Required<Inset> = { place: 'bottom-left', size: 0.33 };

const SHOWN = {
  over: 'The painting over the source, which stays as it is elsewhere.',
  fill: 'The painting on black: the fill for a mixer.',
  matte: 'White where it is painted, black elsewhere: the key for a mixer.',
};

/** Where in the picture it is painted: everywhere, by a key, small in a corner. */
export class WherePanel {
  readonly #changed = () => this.#change();
  readonly #by = segments<By>(
    'Painted',
    'key-by',
    { all: 'Everywhere', chroma: 'By colour', luma: 'By light' },
    () => {
      if (this.#by.value !== 'all') this.#showKey(KEYS[this.#by.value]);
      this.#change();
    },
  );
  readonly #colour = make('input', { type: 'color' });
  readonly #backdrop = make('label', { className: 'swatch' }, 'Backdrop', this.#colour);
  readonly #threshold = slider('', 0, 1, this.#changed);
  readonly #softness = slider('Soft edge', 0, 1, this.#changed);
  readonly #inverted = toggle('', this.#changed);
  readonly #show = segments<NonNullable<Key['show']>>(
    'Shown',
    'key-show',
    { over: 'Over the source', fill: 'Fill', matte: 'Matte' },
    this.#changed,
  );
  readonly #meaning = make('p', { className: 'message' });
  readonly #key = make(
    'div',
    { className: 'sliders', hidden: true },
    this.#backdrop,
    this.#threshold.row,
    this.#softness.row,
    this.#inverted.row,
    this.#show.group,
    this.#meaning,
  );
  readonly #small = toggle('Small, over the source', this.#changed);
  readonly #place = placeGrid('inset-place', this.#changed);
  readonly #size = slider('Size', 0.1, 1, this.#changed);
  readonly #inset = make(
    'div',
    { className: 'placing', hidden: true },
    this.#place.grid,
    make('div', { className: 'sliders' }, this.#size.row),
  );
  /** Where the inset is if the grid has no such place. */
  #elsewhere = INSET.place;

  constructor(
    root: HTMLElement,
    private readonly onChange: (patch: SettingsPatch) => void,
  ) {
    this.#colour.addEventListener('input', this.#changed);
    root.append(this.#by.group, this.#key, this.#small.row, this.#inset);
    this.#showKey(KEYS.chroma);
    this.#showInset(INSET);
    this.#by.value = 'all';
    this.#lay();
  }

  /** Everything that is chosen here. */
  get settings(): Pick<Settings, 'key' | 'inset'> {
    const by = this.#by.value;
    const key: Key = {
      by: by === 'luma' ? by : 'chroma',
      colour: this.#colour.value,
      threshold: this.#threshold.value,
      softness: this.#softness.value,
      inverted: this.#inverted.input.checked,
      show: this.#show.value,
    };
    const inset = { place: this.#place.value ?? this.#elsewhere, size: this.#size.value };
    return { key: by === 'all' ? null : key, inset: this.#small.input.checked ? inset : null };
  }

  /** Shows a stream's settings. */
  show({ key, inset }: Settings): void {
    this.#by.value = key?.by ?? 'all';
    if (key) this.#showKey({ ...KEYS[key.by ?? 'chroma'], ...key });
    this.#small.input.checked = inset !== null;
    if (inset) this.#showInset({ ...INSET, ...inset });
    this.#lay();
  }

  #showKey({ colour, threshold, softness, inverted, show }: Required<Key>): void {
    this.#colour.value = colour;
    this.#threshold.value = threshold;
    this.#softness.value = softness;
    this.#inverted.input.checked = inverted;
    this.#show.value = show;
  }

  #showInset({ place, size }: Required<Inset>): void {
    this.#elsewhere = place;
    this.#place.value = place;
    this.#size.value = size;
  }

  #change(): void {
    this.#lay();
    this.onChange(this.settings);
  }

  /** Shows the controls that what is chosen has, under names that fit it. */
  #lay(): void {
    const by = this.#by.value;
    this.#key.hidden = by === 'all';
    this.#backdrop.hidden = by !== 'chroma';
    this.#threshold.entitle(by === 'luma' ? 'Brighter than' : 'Tolerance');
    const other = by === 'luma' ? 'Paint what is darker instead' : 'Paint the backdrop instead';
    this.#inverted.words.textContent = other;
    this.#meaning.textContent = SHOWN[this.#show.value];
    this.#inset.hidden = !this.#small.input.checked;
  }
}
