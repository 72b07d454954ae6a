import * as api from '../common/api';
import { byId, say } from '../common/dom';
import { duration, percent, rate, skippedWords } from '../common/figures';
import { Problem } from '../common/problem';
import { isLoopback, randomName, toName, watchUrl } from '../common/streams';
import { ClockWatch } from '../latency/clock-watch';
import { listCameras, openCamera } from './camera';
import { Exhibit, type Figures } from './exhibit';
import { Overprint } from './overprint';
import { Stage } from './stage';
import { StylePicker } from './style-picker';

type Phase = 'idle' | 'opening' | 'live';

const NAME_KEY = 'allaprima.name';

const stage = new Stage();
const picker = new StylePicker(byId('styles', HTMLFieldSetElement), (name) => {
  void chooseStyle(name);
});
const nameField = byId('name', HTMLInputElement);
const cameraField = byId('camera', HTMLSelectElement);
const sizeField = byId('size', HTMLSelectElement);
const measureButton = byId('measure', HTMLButtonElement);

/** What runs at the moment; all of it is `null` while the studio is idle. */
let camera: MediaStreamTrack | null = null;
let overprint: Overprint | null = null;
let clock: ClockWatch | null = null;
let exhibit: Exhibit | null = null;
/** Settles when the server has freed what the last exhibit held, the name above all. */
let closed: Promise<void> = Promise.resolve();
/** Ends the present attempt to start; aborted once, by whatever stops it. */
let attempt = new AbortController();

function enter(phase: Phase, progress = ''): void {
  document.body.dataset['phase'] = phase;
  byId('live', HTMLElement).hidden = phase !== 'live';
  byId('share', HTMLElement).hidden = phase !== 'live';
  byId('progress-text', HTMLElement).textContent = progress;
}

async function start(): Promise<void> {
  const name = toName(nameField.value) || randomName();
  nameField.value = name;
  sessionStorage.setItem(NAME_KEY, name);
  fail('');
  attempt = new AbortController();
  const { signal } = attempt;
  try {
    enter('opening', 'Waiting for the camera …');
    byId('cancel', HTMLButtonElement).focus();
    const track = await openCamera({
      deviceId: cameraField.value || undefined,
      height: Number(sizeField.value),
    });
    if (signal.aborted) return track.stop();
    camera = track;
    track.addEventListener('ended', () => {
      stop(new Problem('The camera went away. Plug it in again, then start again.'));
    });
    stage.showOriginal(track);
    void showCameras();

    enter('opening', 'Setting up the easel …');
    await closed;
    signal.throwIfAborted();
    const asked = picker.chosen;
    const opened = await Exhibit.open(name, asked, track, listener, signal);
    if (signal.aborted) return await opened.close();
    exhibit = opened;
    // The visitor may have picked another one meanwhile.
    const wished = picker.chosen;
    showStyle(asked);
    if (wished !== asked) void chooseStyle(wished);
    stage.showPainted(opened.painting);
    await stage.firstFrame(signal);
    const link = byId('watch-link', HTMLAnchorElement);
    link.href = watchUrl(name, location.origin);
    link.textContent = link.href.replace(/^https?:\/\//, '');
    const reach = isLoopback(location.hostname) ? 'opens on this computer only' : '';
    say(byId('link-reach', HTMLElement), reach);
    enter('live');
    byId('stop', HTMLButtonElement).focus();
  } catch (error) {
    if (!signal.aborted) stop(error);
  }
}

/** Puts everything away; with a reason when it was not the visitor's wish. */
function stop(reason?: unknown): void {
  attempt.abort();
  if (exhibit) closed = exhibit.close();
  exhibit = null;
  camera?.stop();
  camera = null;
  void measure(false);
  stage.showOriginal(null);
  stage.showPainted(null);
  for (const id of ['camera-rate', 'painted-rate', 'latency', 'skipped']) {
    byId(id, HTMLElement).textContent = '–';
  }
  say(byId('trouble', HTMLElement), '');
  say(byId('silence', HTMLElement), '');
  enter('idle');
  if (document.fullscreenElement) void document.exitFullscreen();
  if (reason !== undefined) fail(words(reason));
  const isName = reason instanceof Problem && reason.status === 409;
  if (isName) nameField.select();
  else byId('start-button', HTMLButtonElement).focus();
}

const listener = {
  figures({ status, cameraPerSecond, latencyMs, skipped }: Figures): void {
    say(byId('silence', HTMLElement), '');
    showStyle(status.style);
    const show = (id: string, text: string) => (byId(id, HTMLElement).textContent = text);
    show('painted-rate', `${rate(status.paintedPerSecond)} frames/s`);
    if (cameraPerSecond !== null) show('camera-rate', `${rate(cameraPerSecond)} frames/s`);
    if (skipped !== null) show('skipped', skippedWords(skipped));
    if (clock) show('latency', clockWords(clock));
    else if (latencyMs !== null) show('latency', `≈ ${duration(latencyMs)}`);
  },
  silent(problem: Problem): void {
    say(byId('silence', HTMLElement), `${problem.message} Trying again …`);
  },
  ended(problem: Problem): void {
    stop(problem);
  },
};

function clockWords(watch: ClockWatch): string {
  const { p50Ms, p95Ms, unreadable } = watch.readings();
  if (unreadable === null) return 'waiting for the clock …';
  if (p50Ms === null || p95Ms === null) return 'the clock can’t be read in this style';
  const part = unreadable > 0 ? `, ${percent(unreadable)} unreadable` : '';
  return `${duration(p50Ms)}, p95 ${duration(p95Ms)}${part}`;
}

async function chooseStyle(name: string): Promise<void> {
  if (!exhibit) return;
  const before = byId('style-title', HTMLElement).dataset['style'] ?? '';
  picker.busy(name);
  try {
    const { style } = await exhibit.chooseStyle(name);
    showStyle(style);
    say(byId('trouble', HTMLElement), '');
  } catch (error) {
    picker.choose(before);
    say(byId('trouble', HTMLElement), words(error));
  } finally {
    picker.busy('');
  }
}

function showStyle(name: string): void {
  const title = byId('style-title', HTMLElement);
  if (title.dataset['style'] === name) return;
  const style = picker.style(name);
  title.dataset['style'] = name;
  title.textContent = style?.title ?? name;
  byId('style-artist', HTMLElement).textContent = style?.artist ? `after ${style.artist}` : '';
  picker.choose(name);
}

/** Publishes the camera with the clock drawn over it, or as it is. */
async function measure(on: boolean): Promise<void> {
  measureButton.setAttribute('aria-pressed', String(on));
  clock?.stop();
  clock = null;
  overprint?.stop();
  overprint = null;
  if (!camera || !exhibit) return;
  const source = camera;
  try {
    if (on) {
      const print = await Overprint.over(source);
      if (camera !== source) return print.stop();
      overprint = print;
      clock = new ClockWatch(stage.painted);
    }
    await exhibit.replaceTrack(overprint?.track ?? source);
    byId('latency', HTMLElement).textContent = on ? 'waiting for the clock …' : '–';
  } catch (error) {
    say(byId('trouble', HTMLElement), words(error));
  }
}

/** Offers a choice where there is one; browsers tell only once the visitor has allowed a camera. */
async function showCameras(): Promise<void> {
  const cameras = await listCameras();
  const chosen = camera?.getSettings().deviceId ?? cameraField.value;
  cameraField.replaceChildren(...cameras.map(({ id, label }) => new Option(label, id)));
  if (cameras.some(({ id }) => id === chosen)) cameraField.value = chosen;
  byId('camera-field', HTMLElement).hidden = cameras.length < 2;
}

async function showStyles(): Promise<void> {
  const message = byId('styles-message', HTMLElement);
  const retry = byId('styles-retry', HTMLButtonElement);
  retry.hidden = true;
  say(message, 'Fetching the styles …');
  try {
    const [list, engine] = await Promise.all([api.styles(), api.engine()]);
    picker.show(list, engine.style ?? '');
    say(message, list.length ? '' : 'The catalogue holds no style yet. Train one, then try again.');
    retry.hidden = list.length > 0;
    byId('engine', HTMLElement).textContent =
      `Painted by ${engine.device}. Allaprima ${engine.version}.`;
  } catch (error) {
    say(message, words(error));
    retry.hidden = false;
  }
}

function fail(text: string): void {
  say(byId('error', HTMLElement), text);
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function on(id: string, act: () => unknown): void {
  byId(id, HTMLButtonElement).addEventListener('click', () => {
    void Promise.resolve(act()).catch((error: unknown) => {
      say(byId('trouble', HTMLElement), words(error));
    });
  });
}

byId('start', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  void start();
});
on('cancel', () => stop());
on('stop', () => stop());
on('measure', () => measure(clock === null));
on('fullscreen', () => stage.fullScreen());
on('styles-retry', showStyles);
on('snapshot', () => {
  const time = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-');
  return stage.snapshot(`${exhibit?.name ?? 'allaprima'}-${picker.chosen}-${time}.png`);
});
on('copy-link', async () => {
  const button = byId('copy-link', HTMLButtonElement);
  await navigator.clipboard.writeText(byId('watch-link', HTMLAnchorElement).href);
  button.textContent = 'Copied';
  setTimeout(() => (button.textContent = 'Copy link'), 2000);
});
nameField.addEventListener('change', () => {
  nameField.value = toName(nameField.value) || randomName();
});
// Whoever leaves frees the name and the viewers at once, not when the server misses the packets.
// A page that is only put aside shows the empty canvas when the visitor comes back to it.
addEventListener('pagehide', () => stop());
(navigator.mediaDevices as MediaDevices | undefined)?.addEventListener('devicechange', () => {
  void showCameras();
});

// A reload keeps the name, so that a link that was passed on stays good.
nameField.value = sessionStorage.getItem(NAME_KEY) ?? randomName();
void showStyles();
void showCameras();
