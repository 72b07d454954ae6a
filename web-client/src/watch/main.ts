import * as api from '../common/api';
import { byId, say } from '../common/dom';
import { duration, rate, together } from '../common/figures';
import { unlockWith, type Problem } from '../common/problem';
import { signIn, signInFromAddress } from '../common/sign-in';
import { watchedName } from '../common/streams';
import { Viewer, type Figures } from '../view/viewer';

/** The label fades this long after the pointer has come to rest. */
const STILL_MS = 3000;

unlockWith(signIn);

const name = watchedName(location.pathname);
const video = byId('painted', HTMLVideoElement);
const unmute = byId('unmute', HTMLButtonElement);
const sound = byId('sound', HTMLButtonElement);
let titles = new Map<string, string>();

function wait(title: string, text: string): void {
  say(byId('playing', HTMLElement), '');
  document.body.dataset['phase'] = 'waiting';
  say(byId('waiting-title', HTMLElement), title);
  say(byId('waiting-text', HTMLElement), text);
  say(byId('figures', HTMLElement), '');
  say(byId('style', HTMLElement), '');
  say(byId('away', HTMLElement), '');
  showSound(false);
}

const listener = {
  waiting(problem: Problem): void {
    if (problem.status === 404) {
      wait(
        'The easel is empty',
        `Nobody is painting as “${name}” at the moment. The picture appears here by itself as soon ` +
          'as somebody does.',
      );
    } else if (problem.status === 400) {
      wait('No such picture', problem.message);
    } else {
      wait('One moment', `${problem.message} Trying again …`);
    }
  },
  stream(stream: api.Stream): void {
    const names = Object.entries(stream.settings.styles).sort((a, b) => b[1] - a[1]);
    const title = together(names.map(([style]) => titles.get(style) ?? style));
    say(byId('style', HTMLElement), title);
    const away = stream.state === 'slate' ? 'The painter is away for a moment' : '';
    say(byId('away', HTMLElement), away);
    showSound(stream.sound);
  },
  figures({ framesPerSecond, latencyMs }: Figures): void {
    const figures = [
      framesPerSecond === null ? '' : `${rate(framesPerSecond)} frames/s`,
      latencyMs === null ? '' : `≈ ${duration(latencyMs)} from the server’s door to here`,
    ];
    say(byId('figures', HTMLElement), figures.filter(Boolean).join(' · '));
  },
};

/** Browsers start a video muted; who wants its sound says so once, by a button nobody overlooks. */
function showSound(there: boolean): void {
  sound.hidden = !there;
  sound.setAttribute('aria-pressed', String(!video.muted));
  if (there && video.muted && !asked) unmute.hidden = false;
  if (!there || !video.muted) unmute.hidden = true;
}
let asked = false;

function switchSound(): void {
  asked = true;
  video.muted = !video.muted;
  unmute.hidden = true;
  sound.setAttribute('aria-pressed', String(!video.muted));
  if (document.activeElement === document.body) sound.focus();
}

async function fetchTitles(): Promise<void> {
  try {
    titles = new Map((await api.styles()).map((style) => [style.name, style.title]));
  } catch {
    // The label then says the style's name in place of its title; the viewer reports the server.
  }
}

function fadeLabel(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wake = () => {
    delete document.body.dataset['still'];
    clearTimeout(timer);
    timer = setTimeout(() => (document.body.dataset['still'] = ''), STILL_MS);
  };
  for (const event of ['pointermove', 'pointerdown', 'keydown']) addEventListener(event, wake);
  wake();
}

video.addEventListener('loadeddata', () => {
  document.body.dataset['phase'] = 'playing';
  // A screen reader has no picture to see that it is there.
  say(byId('waiting-title', HTMLElement), '');
  say(byId('waiting-text', HTMLElement), '');
  say(byId('playing', HTMLElement), 'The picture is there.');
});
for (const button of [unmute, sound]) button.addEventListener('click', switchSound);
byId('fullscreen', HTMLButtonElement).addEventListener('click', () => {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
});

document.title = name ? `${name}: painted live by Allaprima` : 'Allaprima';
say(byId('name', HTMLElement), name);
fadeLabel();
if (name) {
  const viewer = new Viewer(name, video, listener);
  addEventListener('pagehide', () => void viewer.close());
  await signInFromAddress();
  void fetchTitles();
  void viewer.run();
} else {
  wait('No such picture', 'The address should end in /watch/ and the name of a stream.');
}
