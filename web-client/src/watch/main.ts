import * as api from '../common/api';
import { byId, say } from '../common/dom';
import { duration, rate } from '../common/figures';
import type { Problem } from '../common/problem';
import { watchedName } from '../common/streams';
import { Viewer, type Figures } from './viewer';

/** The label fades this long after the pointer has come to rest. */
const STILL_MS = 3000;

const name = watchedName(location.pathname);
const video = byId('painted', HTMLVideoElement);
let titles = new Map<string, string>();

function wait(title: string, text: string): void {
  document.body.dataset['phase'] = 'waiting';
  byId('waiting-title', HTMLElement).textContent = title;
  byId('waiting-text', HTMLElement).textContent = text;
  say(byId('figures', HTMLElement), '');
  say(byId('style', HTMLElement), '');
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
  found(stream: MediaStream): void {
    video.srcObject = stream;
  },
  figures({ status, framesPerSecond, latencyMs }: Figures): void {
    const figures = [
      framesPerSecond === null ? '' : `${rate(framesPerSecond)} frames/s`,
      latencyMs === null ? '' : `≈ ${duration(latencyMs)} from the server’s door to here`,
    ];
    say(byId('figures', HTMLElement), figures.filter(Boolean).join(' · '));
    say(byId('style', HTMLElement), titles.get(status.style) ?? status.style);
  },
};

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
});
byId('fullscreen', HTMLButtonElement).addEventListener('click', () => {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void document.documentElement.requestFullscreen();
});

document.title = name ? `${name}: painted live by Allaprima` : 'Allaprima';
say(byId('name', HTMLElement), name);
fadeLabel();
if (name) {
  const viewer = new Viewer(name, listener);
  addEventListener('pagehide', () => void viewer.close());
  void fetchTitles();
  void viewer.run();
} else {
  wait('No such picture', 'The address should end in /watch/ and the name of a stream.');
}
