import { byId, say } from '../common/dom';
import { Problem } from '../common/problem';

const INSET_KEY = 'allaprima.inset';
const FIRST_FRAME_MS = 20000;
const NO_PICTURE =
  'The server took the stream but no painted picture arrives. A firewall between here and the ' +
  'server may be stopping UDP.';

/** The frame on the wall: the style's picture, then the painting, the source in its corner. */
export class Stage {
  readonly painted = byId('painted', HTMLVideoElement);
  readonly #original = byId('original', HTMLVideoElement);
  readonly #hero = byId('hero', HTMLImageElement);
  readonly #frame = byId('frame', HTMLElement);
  readonly #inset = byId('inset', HTMLButtonElement);

  constructor() {
    this.painted.addEventListener('resize', () => {
      const { videoWidth, videoHeight } = this.painted;
      if (videoHeight > 0) {
        this.#frame.style.setProperty('--aspect', String(videoWidth / videoHeight));
      }
    });
    this.#hero.addEventListener('error', () => (this.#hero.hidden = true));
    this.#setInset(localStorage.getItem(INSET_KEY) !== 'off');
    this.#inset.addEventListener('click', () => {
      const on = this.#inset.getAttribute('aria-pressed') !== 'true';
      localStorage.setItem(INSET_KEY, on ? 'on' : 'off');
      this.#setInset(on);
    });
  }

  /** The picture that hangs there before anything is painted; none if empty. */
  showHero(address: string): void {
    this.#hero.hidden = address === '';
    if (address !== '' && this.#hero.getAttribute('src') !== address) this.#hero.src = address;
  }

  showOriginal(track: MediaStreamTrack | null): void {
    this.#original.srcObject = track && new MediaStream([track]);
    this.#original.hidden = track === null;
  }

  showPainted(stream: MediaStream | null): void {
    this.painted.srcObject = stream;
  }

  /** Draws a veil with words over the picture, for as long as there are any. */
  veil(text: string): void {
    say(byId('veil-text', HTMLElement), text);
    byId('cancel', HTMLElement).hidden = text === '';
  }

  /**
   * Resolves when the first painted frame is there to be seen.
   *
   * @throws {Problem} if none comes in time
   */
  async firstFrame(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
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
    else await this.#frame.requestFullscreen();
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

  #setInset(on: boolean): void {
    this.#inset.setAttribute('aria-pressed', String(on));
    this.#frame.dataset['inset'] = on ? 'on' : 'off';
  }
}
