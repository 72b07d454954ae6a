import type { Settings, SettingsPatch } from '../common/api';
import { byId } from '../common/dom';
import { percent } from '../common/figures';

interface Slider {
  id: string;
  /** The setting for the slider's place, and the other way round. */
  patch(value: number): SettingsPatch;
  value(settings: Settings): number;
  words(value: number): string;
}

const share = (value: number) => percent(value);

const SLIDERS: Slider[] = [
  {
    id: 'strength',
    patch: (strength) => ({ strength }),
    value: (settings) => settings.strength,
    words: share,
  },
  {
    // Fewer pixels are painted with the same brush, so that its strokes get broader.
    id: 'broad',
    patch: (broad) => ({ renderScale: Math.round(100 * (1 - broad)) / 100 }),
    value: (settings) => 1 - settings.renderScale,
    words: (broad) => (broad < 0.01 ? 'fine' : `× ${(1 / (1 - broad)).toFixed(1)}`),
  },
  {
    id: 'steadiness',
    patch: (steadiness) => ({ steadiness }),
    value: (settings) => settings.steadiness,
    words: share,
  },
  {
    id: 'fade',
    patch: (fadeSeconds) => ({ fadeSeconds }),
    value: (settings) => settings.fadeSeconds,
    words: (seconds) => (seconds === 0 ? 'at once' : `${seconds.toFixed(1)} s`),
  },
];

/** The sliders and the switch of how the painter paints. */
export class Brush {
  readonly #colours = byId('original-colours', HTMLInputElement);

  constructor(onChange: (patch: SettingsPatch) => void) {
    for (const slider of SLIDERS) {
      const input = byId(slider.id, HTMLInputElement);
      say(slider);
      input.addEventListener('input', () => {
        say(slider);
        onChange(slider.patch(input.valueAsNumber));
      });
    }
    this.#colours.addEventListener('change', () => {
      onChange({ originalColours: this.#colours.checked });
    });
  }

  /** Everything that is chosen here. */
  get settings(): SettingsPatch {
    return Object.assign(
      { originalColours: this.#colours.checked },
      ...SLIDERS.map((it) => it.patch(byId(it.id, HTMLInputElement).valueAsNumber)),
    ) as SettingsPatch;
  }

  /** Shows a stream's settings. */
  show(settings: Settings): void {
    this.#colours.checked = settings.originalColours;
    for (const slider of SLIDERS) {
      const input = byId(slider.id, HTMLInputElement);
      const value = slider.value(settings);
      // A finer value than the slider's steps is no other value.
      if (Math.abs(input.valueAsNumber - value) < Number(input.step) / 2) continue;
      input.value = String(value);
      say(slider);
    }
  }
}

function say({ id, words }: Slider): void {
  const input = byId(id, HTMLInputElement);
  const text = words(input.valueAsNumber);
  input.setAttribute('aria-valuetext', text);
  byId(`${id}-value`, HTMLOutputElement).textContent = text;
}
