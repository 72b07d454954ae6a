import { byId } from '../common/dom';
import { Problem } from '../common/problem';

const LAYOUT_KEY = 'allaprima.layout';
const FIRST_FRAME_MS = 20000;
const NO_PICTURE =
  'The server took the stream but no painted picture arrives. A firewall between here and the ' +
  'server may be stopping UDP.';

/** The wall with the painted picture and the original, and what can be done with them. */
export class Stage {
  readonly painted = byId('painted', HTMLVideoElement);
  readonly #original = byId('original', HTMLVideoElement);
  readonly #wall = byId('wall', HTMLElement);
  readonly #layout = byId('layout', HTMLFieldSetElement);

  constructor() {
    this.painted.addEventListener('resize', () => {
      const { videoWidth, videoHeight } = this.painted;
      if (videoHeight > 0) {
        this.#wall.style.setProperty('--aspect', String(videoWidth / videoHeight));
      }
    });
    const saved = localStorage.getItem(LAYOUT_KEY);
    for (const radio of this.#layout.querySelectorAll('input')) {
      if (radio.value === saved) radio.checked = true;
    }
    this.#hang();
    this.#layout.addEventListener('change', () => {
      this.#hang();
      localStorage.setItem(LAYOUT_KEY, this.#wall.dataset['layout'] ?? '');
    });
  }

  showOriginal(track: MediaStreamTrack | null): void {
    this.#original.srcObject = track && new MediaStream([track]);
  }

  showPainted(stream: MediaStream | null): void {
    this.painted.srcObject = stream;
  }

  /**
   * Resolves when the first painted frame is there to be seen.
   *
   * @throws {Problem} if none comes in time
   */
  async firstFrame(signal: AbortSignal): Promise<void> {
    if (this.painted.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Problem(NO_PICTURE)), FIRST_FRAME_MS);
      const settled = (settle: () => void) => () => {
        clearTimeout(timer);
        settle();
      };
      this.painted.addEventListener('loadeddata', settled(resolve), { once: true });
      signal.addEventListener(
        'abort',
        settled(() => reject(signal.reason as Error)),
      );
    });
  }

  async fullScreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.#wall.requestFullscreen();
  }

  /** Saves the painted picture of this moment as a PNG of its true size. */
  async snapshot(file: string): Promise<void> {
    const canvas = document.createElement('canvas');
    canvas.width = this.painted.videoWidth;
    canvas.height = this.painted.videoHeight;
    canvas.getContext('2d')?.drawImage(this.painted, 0, 0);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Problem('There is no picture to save yet.');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = file;
    link.click();
    // The download has its own hold on the blob once the click is done with.
    setTimeout(() => URL.revokeObjectURL(link.href));
  }

  #hang(): void {
    const radio = this.#layout.querySelector<HTMLInputElement>('input:checked');
    this.#wall.dataset['layout'] = radio?.value ?? 'corner';
  }
}
