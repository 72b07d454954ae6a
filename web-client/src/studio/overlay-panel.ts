import * as api from '../common/api';
import { byId, make, say } from '../common/dom';
import { Problem, words } from '../common/problem';
import { placeGrid, slider } from './widgets';

/** A larger picture would be larger than any frame. */
const LARGEST = 2048;

/** A picture that lies over the painting: which, where, how large and how strong. */
export class OverlayPanel {
  readonly #message = make('p', { className: 'message' });
  readonly #file = make('input', { type: 'file', accept: 'image/*', className: 'unseen' });
  readonly #remove = make('button', { type: 'button', textContent: 'Take away', hidden: true });
  readonly #form = make('div', { className: 'placing', hidden: true });
  readonly #place = placeGrid('place', () => this.#change());
  readonly #scale = slider('Size', 0.1, 2, () => this.#change());
  readonly #opacity = slider('Opacity', 0, 1, () => this.#change());
  #picture: Blob | null = null;
  #shown: api.Overlay = { place: 'bottom-right', scale: 1, opacity: 1 };

  /**
   * @param stream the one that is exhibited; `undefined` while there is none
   * @param onChange sends settings
   */
  constructor(
    private readonly stream: () => string | undefined,
    private readonly onChange: (patch: api.SettingsPatch) => void,
  ) {
    this.#message.setAttribute('role', 'status');
    this.#lay(this.#shown);
    this.#form.append(
      this.#place.grid,
      make('div', { className: 'sliders' }, this.#scale.row, this.#opacity.row),
    );
    this.#file.addEventListener('change', () => void this.#choose(this.#file.files?.[0]));
    this.#remove.addEventListener('click', () => void this.#take());
    byId('overlay', HTMLElement).append(
      make(
        'p',
        { className: 'buttons' },
        this.#remove,
        make('label', { className: 'button pick' }, 'Choose a picture', this.#file),
      ),
      this.#message,
      this.#form,
    );
  }

  /** Lays the picture that was chosen over a stream that has begun. */
  async attend(): Promise<void> {
    const name = this.stream();
    if (name === undefined || !this.#picture) return;
    try {
      await api.layOver(name, this.#picture, this.#shown);
      say(this.#message, '');
    } catch (error) {
      say(this.#message, words(error));
    }
  }

  /** Shows a stream's setting. */
  show(overlay: api.Overlay | null): void {
    this.#form.hidden = this.#remove.hidden = overlay === null && this.#picture === null;
    if (!overlay) return;
    this.#shown = overlay;
    this.#lay(overlay);
  }

  #lay({ place, scale, opacity }: api.Overlay): void {
    this.#place.value = place;
    this.#scale.value = scale;
    this.#opacity.value = opacity;
  }

  #change(): void {
    this.#shown = {
      place: this.#place.value ?? this.#shown.place,
      scale: this.#scale.value,
      opacity: this.#opacity.value,
    };
    if (this.stream() !== undefined) this.onChange({ overlay: this.#shown });
  }

  async #choose(file: File | undefined): Promise<void> {
    this.#file.value = '';
    if (!file) return;
    try {
      this.#picture = await asPng(file);
    } catch (error) {
      say(this.#message, words(error));
      return;
    }
    say(this.#message, this.stream() === undefined ? `${file.name} is laid over the stream.` : '');
    this.show(this.#shown);
    await this.attend();
  }

  async #take(): Promise<void> {
    this.#picture = null;
    this.show(null);
    say(this.#message, '');
    const name = this.stream();
    if (name === undefined) return;
    try {
      await api.takeOverlay(name);
    } catch (error) {
      say(this.#message, words(error));
    }
  }
}

/** Any picture that the browser reads, as the PNG that the server takes. */
async function asPng(file: File): Promise<Blob> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch (cause) {
    throw new Problem(`“${file.name}” is no picture that this browser can read.`, 0, { cause });
  }
  const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
  const canvas = make('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Problem(`“${file.name}” could not be turned into a PNG.`);
  return blob;
}
