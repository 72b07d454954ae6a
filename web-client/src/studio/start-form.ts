import { byId, say } from '../common/dom';
import { randomName, toName } from '../common/streams';
import { listCameras } from './camera';
import { canShareScreen, type Kind, type Wish } from './source';

const NAME_KEY = 'allaprima.name';

const NOUNS: Record<Kind, string> = { camera: 'camera', screen: 'screen', file: 'video' };

/** What is to be painted, and under which name. */
export class StartForm {
  readonly #form = byId('start', HTMLFormElement);
  readonly #name = byId('name', HTMLInputElement);
  readonly #camera = byId('camera', HTMLSelectElement);
  readonly #file = byId('file', HTMLInputElement);
  readonly #button = byId('start-button', HTMLButtonElement);

  constructor(onStart: () => void) {
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      onStart();
    });
    byId('screen-choice', HTMLElement).hidden = !canShareScreen();
    byId('source-kind', HTMLFieldSetElement).addEventListener('change', () => this.#offer());
    this.#name.addEventListener('change', () => {
      this.#name.value = toName(this.#name.value) || randomName();
    });
    (navigator.mediaDevices as MediaDevices | undefined)?.addEventListener('devicechange', () => {
      void this.showCameras();
    });
    // A reload keeps the name, so that a link that was passed on stays good.
    this.#name.value = sessionStorage.getItem(NAME_KEY) ?? randomName();
    this.#offer();
    void this.showCameras();
  }

  /** The stream's name; it is kept from here on. */
  takeName(): string {
    const name = toName(this.#name.value) || randomName();
    this.#name.value = name;
    sessionStorage.setItem(NAME_KEY, name);
    return name;
  }

  get wish(): Wish {
    return {
      kind: this.kind,
      deviceId: this.#camera.value || undefined,
      file: this.#file.files?.[0],
      height: Number(byId('size', HTMLSelectElement).value),
      sound: byId('sound', HTMLInputElement).checked,
    };
  }

  get kind(): Kind {
    const radio = this.#form.querySelector<HTMLInputElement>('input[name=source]:checked');
    return (radio?.value ?? 'camera') as Kind;
  }

  /** Puts the keyboard where the visitor goes on. */
  focus(field: 'name' | 'button'): void {
    if (field === 'name') this.#name.select();
    else this.#button.focus();
  }

  /** Offers a choice where there is one; browsers tell only once the visitor has allowed a camera. */
  async showCameras(chosen = this.#camera.value): Promise<void> {
    const cameras = await listCameras();
    this.#camera.replaceChildren(...cameras.map(({ id, label }) => new Option(label, id)));
    if (cameras.some(({ id }) => id === chosen)) this.#camera.value = chosen;
    this.#offer();
  }

  #offer(): void {
    const kind = this.kind;
    const field = byId('camera-field', HTMLElement);
    field.hidden = kind !== 'camera' || this.#camera.options.length < 2;
    byId('file-field', HTMLElement).hidden = kind !== 'file';
    say(this.#button, `Start the ${NOUNS[kind]}`);
    byId('stop', HTMLButtonElement).textContent = `Stop the ${NOUNS[kind]}`;
  }
}
