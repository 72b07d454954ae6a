import { byId } from '../common/dom';
import { signInFromAddress } from '../common/sign-in';
import { watchedName } from '../common/streams';
import { Viewer } from '../view/viewer';

/*
 * For programs that mix pictures, such as OBS: only the picture, and nothing where none is. There is
 * nobody to read a message here, so it waits in silence. `?audio=1` has the sound too;
 * `#token=…` is the key where one is needed.
 */
const video = byId('painted', HTMLVideoElement);
const name = watchedName(location.pathname);
const show = (phase: 'waiting' | 'playing') => (document.body.dataset['phase'] = phase);
video.muted = new URLSearchParams(location.search).get('audio') !== '1';
video.addEventListener('playing', () => show('playing'));

const viewer = new Viewer(name, video, {
  waiting: () => show('waiting'),
  // A slate is for people; a mixer shows what lies below instead.
  stream: ({ state }) => show(state === 'slate' || video.readyState < 2 ? 'waiting' : 'playing'),
});
addEventListener('pagehide', () => void viewer.close());
await signInFromAddress();
if (name) void viewer.run();
