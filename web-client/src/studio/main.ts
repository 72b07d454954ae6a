import * as api from '../common/api';
import { byId, say } from '../common/dom';
import { together } from '../common/figures';
import { Problem, unlockWith, words } from '../common/problem';
import { signIn, signInFromAddress } from '../common/sign-in';
import { catchDrops } from './drop';
import type { Exhibit, Figures } from './exhibit';
import { OverlayPanel } from './overlay-panel';
import { Palette } from './palette';
import { Readings } from './readings';
import { Recorder } from './recorder';
import { SettingsSender } from './settings';
import { Share } from './share';
import { Show } from './show';
import { switchSound, type Source } from './source';
import { Stage } from './stage';
import { StartForm } from './start-form';
import { WherePanel } from './where-panel';
import { Wiper } from './wiper';
import { Works } from './works';

type Phase = 'idle' | 'opening' | 'live' | 'lost';

unlockWith(signIn);

const stage = new Stage();
const form = new StartForm(() => void start());
const palette = new Palette(change, showTitle);
const wiper = new Wiper((split) => change({ split }));
const readings = new Readings(stage.painted);
const works = new Works(
  () => palette.manner,
  (style) => palette.style(style)?.title ?? style,
);
const share = new Share(() => show.exhibit?.name ?? '');
const where = new WherePanel(byId('where', HTMLElement), change);
const overlay = new OverlayPanel(() => show.exhibit?.name, change);
const recorder = new Recorder(works, () => show.exhibit?.name, trouble);
const soundButton = byId('sound-live', HTMLButtonElement);

const settings = new SettingsSender((patch) => api.change(show.exhibit?.name ?? '', patch), {
  accepted: (now) => {
    showSettings(now);
    say(byId('trouble', HTMLElement), '');
  },
  // The page shows what was refused: the server's next word puts it right.
  refused: trouble,
});

const show = new Show({
  opening(text) {
    enter('opening');
    stage.veil(text);
    byId('cancel', HTMLButtonElement).focus();
  },
  opened(source: Source) {
    stage.showOriginal(source.video);
    showSound(source);
    void form.showCameras(source.video.getSettings().deviceId);
  },
  async live(exhibit: Exhibit, signal: AbortSignal) {
    stage.showPainted(exhibit.painting);
    // Sent before the first frame is there, so that it is painted as it is wished.
    settings.change({ ...palette.settings, ...where.settings, split: wiper.split });
    void overlay.attend();
    await stage.firstFrame(signal);
    stage.veil('');
    const before = document.body.dataset['phase'];
    enter('live');
    say(byId('on-air', HTMLElement), `Live as ${exhibit.name}`);
    say(byId('trouble', HTMLElement), '');
    if (before === 'opening') byId('stop', HTMLButtonElement).focus();
    void recorder.attend();
  },
  lost(problem: Problem) {
    void readings.measure(false, null, null);
    readings.clear();
    enter('lost');
    stage.veil(`${problem.message} Trying again …`);
  },
  stream(stream: api.Stream) {
    if (settings.current) showSettings(stream.settings);
    showViewers(stream);
  },
  figures(figures: Figures) {
    readings.show(figures);
  },
  silent(problem: Problem) {
    say(byId('trouble', HTMLElement), `${problem.message} Trying again …`);
  },
  over(reason?: unknown) {
    void readings.measure(false, null, null);
    readings.clear();
    stage.showOriginal(null);
    stage.showPainted(null);
    stage.veil('');
    say(byId('trouble', HTMLElement), '');
    share.close();
    enter('idle');
    if (document.fullscreenElement) void document.exitFullscreen();
    if (reason !== undefined) say(byId('error', HTMLElement), words(reason));
    form.focus(reason instanceof Problem && reason.status === 409 ? 'name' : 'button');
  },
});

function enter(phase: Phase): void {
  document.body.dataset['phase'] = phase;
  const running = phase === 'live' || phase === 'lost';
  byId('start', HTMLElement).hidden = running;
  for (const id of ['live', 'plots', 'share-open']) byId(id, HTMLElement).hidden = !running;
  if (phase !== 'live') say(byId('on-air', HTMLElement), '');
}

async function start(): Promise<void> {
  say(byId('error', HTMLElement), '');
  const firstStyle = () => Object.keys(palette.weights)[0] ?? '';
  await show.start(form.takeName(), form.wish, firstStyle);
}

function change(patch: api.SettingsPatch): void {
  if (show.exhibit) settings.change(patch);
}

function showSettings(now: api.Settings): void {
  palette.show(now);
  wiper.show(now.split);
  where.show(now);
  overlay.show(now.overlay);
}

/** The label beside a painting in a museum. */
function showTitle(weights: Record<string, number>): void {
  const styles = Object.entries(weights)
    .sort((a, b) => b[1] - a[1])
    .map(([name]) => palette.style(name) ?? { title: name, artist: '', year: '', preview: '' });
  const artists = [...new Set(styles.map((style) => style.artist).filter(Boolean))];
  const [only] = styles.length === 1 ? styles : [];
  const year = only?.year ? `, ${only.year}` : '';
  const title = byId('style-title', HTMLElement);
  title.textContent = together(styles.map((style) => style.title));
  const after = artists.length ? `after ${together(artists)}${year}` : '';
  byId('style-artist', HTMLElement).textContent = after;
  stage.showHero(styles[0]?.preview ?? '');
}

function showViewers({ name, viewers }: api.Stream): void {
  if (document.body.dataset['phase'] !== 'live') return;
  // This page is one of them.
  const others = Math.max(0, viewers - 1);
  const company = others === 0 ? '' : others === 1 ? ', 1 viewer' : `, ${others} viewers`;
  say(byId('on-air', HTMLElement), `Live as ${name}${company}`);
}

function showSound({ audio }: Source): void {
  soundButton.setAttribute('aria-pressed', String(audio?.enabled ?? false));
}

async function toggleSound(): Promise<void> {
  const { source, exhibit } = show;
  if (!source || !exhibit) return;
  const track = await switchSound(source, !(source.audio?.enabled ?? false));
  await exhibit.replaceTrack('audio', track);
  showSound(source);
}

function trouble(error: unknown): void {
  say(byId('trouble', HTMLElement), words(error));
}

function on(id: string, act: () => unknown): void {
  byId(id, HTMLButtonElement).addEventListener('click', () => {
    void Promise.resolve(act()).catch(trouble);
  });
}

async function load(): Promise<void> {
  const engine = await api.engine().catch(() => null);
  if (engine) {
    const text = `Painted by ${engine.device}. Allaprima ${engine.version}.`;
    byId('engine', HTMLElement).textContent = text;
  }
  await palette.load(engine?.style ?? '');
}

on('cancel', () => show.stop());
on('stop', () => show.stop());
on('sound-live', toggleSound);
on('measure', () => readings.measure(!readings.measuring, show.source, show.exhibit));
on('fullscreen', () => stage.fullScreen());
on('styles-retry', load);
on('snapshot', () => {
  const time = new Date().toISOString().slice(0, 19).replace(/[:T]/g, '-');
  const style = Object.keys(palette.weights).join('-');
  return stage.snapshot(`${show.exhibit?.name ?? 'allaprima'}-${style}-${time}.png`);
});
const workFile = byId('work-file', HTMLInputElement);
workFile.addEventListener('change', () => {
  // The list of an input is emptied with it.
  const files = [...(workFile.files ?? [])];
  workFile.value = '';
  void works.paint(files);
});
catchDrops(byId('drop', HTMLElement), (files) => {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const behavior = still ? 'instant' : 'smooth';
  byId('works', HTMLElement).scrollIntoView({ block: 'nearest', behavior });
  void works.paint(files);
});
// Whoever leaves frees the name and the viewers at once, not when the server misses the packets.
// A page that is only put aside shows the empty canvas when the visitor comes back to it.
addEventListener('pagehide', () => show.stop());

await signInFromAddress();
await load();
await works.refresh();
