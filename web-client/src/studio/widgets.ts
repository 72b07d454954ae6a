import { make } from '../common/dom';
import { percent } from '../common/figures';

const PLACES = [
  'top-left top top-right'.split(' '),
  'left centre right'.split(' '),
  'bottom-left bottom bottom-right'.split(' '),
].flat();

/** A slider with its label and its value in words beside it. */
export function slider(title: string, min: number, max: number, onInput: () => void) {
  const input = make('input', { type: 'range' });
  Object.assign(input, { min, max, step: 0.01, value: max });
  const output = make('output', { ariaHidden: 'true' });
  const label = make('span', { textContent: title, ariaHidden: 'true' });
  const told = () => {
    output.textContent = percent(input.valueAsNumber);
    input.setAttribute('aria-valuetext', output.textContent);
  };
  const entitle = (text: string) => {
    label.textContent = text;
    input.setAttribute('aria-label', text);
  };
  input.addEventListener('input', () => {
    told();
    onInput();
  });
  entitle(title);
  told();
  return {
    row: make('div', { className: 'slider' }, label, output, input),
    entitle,
    get value() {
      return input.valueAsNumber;
    },
    set value(value: number) {
      input.value = String(value);
      told();
    },
  };
}

/** One of the nine places of a picture, as a small picture of them. */
export function placeGrid(name: string, onChange: () => void) {
  const grid = make('fieldset', { className: 'places' });
  grid.append(make('legend', { className: 'unseen', textContent: 'Place' }));
  const inputs = PLACES.map((value) => {
    const input = make('input', { type: 'radio', name, value });
    input.setAttribute('aria-label', value.replace('-', ' '));
    return input;
  });
  grid.append(...inputs);
  grid.addEventListener('change', onChange);
  return {
    grid,
    /** `undefined` where it is a place of none of these. */
    get value(): string | undefined {
      return inputs.find((input) => input.checked)?.value;
    },
    set value(place: string | undefined) {
      for (const input of inputs) input.checked = input.value === place;
    },
  };
}

/** Radio buttons side by side, of which one is chosen. */
export function segments<T extends string>(
  title: string,
  name: string,
  choices: Record<T, string>,
  onChange: () => void,
) {
  const group = make('fieldset', { className: 'segments' });
  group.append(make('legend', { className: 'unseen', textContent: title }));
  const inputs = (Object.keys(choices) as T[]).map((value) => {
    const input = make('input', { type: 'radio', name, value });
    group.append(make('label', {}, input, choices[value]));
    return input;
  });
  group.addEventListener('change', onChange);
  return {
    group,
    get value(): T {
      return (inputs.find((input) => input.checked) ?? inputs[0])?.value as T;
    },
    set value(value: T) {
      for (const input of inputs) input.checked = input.value === value;
    },
  };
}

/** A switch with its label. */
export function toggle(title: string, onChange: () => void) {
  const input = make('input', { type: 'checkbox' });
  input.addEventListener('change', onChange);
  const words = make('span', { textContent: title });
  return { row: make('label', { className: 'switch' }, input, words), input, words };
}
