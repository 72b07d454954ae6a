import * as api from '../common/api';
import { byId } from '../common/dom';
import { clock } from '../common/figures';
import type { Works } from './works';

/** The record button of the stream that is exhibited. */
export class Recorder {
  readonly #button = byId('record', HTMLButtonElement);
  readonly #text = byId('record-text', HTMLElement);
  #recording: api.Recording | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly works: Works,
    private readonly stream: () => string | undefined,
    onProblem: (error: unknown) => void,
  ) {
    this.#button.addEventListener('click', () => {
      this.#button.disabled = true;
      this.#toggle()
        .catch(onProblem)
        .finally(() => (this.#button.disabled = false));
    });
  }

  /** Takes up a recording of that stream that is under way, or shows that there is none. */
  async attend(): Promise<void> {
    await this.works.refresh();
    this.#show(this.works.recordingOf(this.stream() ?? '') ?? null);
  }

  async #toggle(): Promise<void> {
    const stream = this.stream();
    if (this.#recording) {
      await api.stopRecording(this.#recording.id);
      this.#show(null);
    } else if (stream !== undefined) {
      this.#show(await api.record(stream));
    }
    await this.works.refresh();
  }

  #show(recording: api.Recording | null): void {
    this.#recording = recording;
    clearInterval(this.#timer);
    this.#button.setAttribute('aria-pressed', String(recording !== null));
    this.#text.textContent = 'Record';
    if (!recording) return;
    const begun = performance.now() - 1000 * recording.seconds;
    const tick = () => {
      this.#text.textContent = `Stop, ${clock((performance.now() - begun) / 1000)}`;
    };
    tick();
    this.#timer = setInterval(tick, 1000);
  }
}
