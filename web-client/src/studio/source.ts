import { Problem } from '../common/problem';
import { openCamera, openMicrophone } from './camera';

export type Kind = 'camera' | 'screen' | 'file';

/** What is painted: its tracks, and how it is put away. */
export interface Source {
  readonly kind: Kind;
  readonly video: MediaStreamTrack;
  /** `null` while there is no sound. */
  audio: MediaStreamTrack | null;
  /** Whether its sound is its own, and not a microphone's. */
  readonly ownSound: boolean;
  /** Pixels of the picture's shorter side. */
  readonly shortSide: number;
  close(): void;
}

export interface Wish {
  kind: Kind;
  deviceId: string | undefined;
  file: File | undefined;
  /** Lines of the picture that is sent. */
  height: number;
  sound: boolean;
}

export const canShareScreen = () =>
  typeof (navigator.mediaDevices as MediaDevices | undefined)?.getDisplayMedia === 'function';

/**
 * Opens what is to be painted; it is the caller's to close.
 *
 * @throws {Problem} saying what keeps it shut and what to do about it
 */
export async function openSource(wish: Wish): Promise<Source> {
  switch (wish.kind) {
    case 'camera':
      return fromCamera(wish);
    case 'screen':
      return fromScreen(wish);
    case 'file':
      return fromFile(wish);
  }
}

async function fromCamera(wish: Wish): Promise<Source> {
  const video = await openCamera(wish);
  return withMicrophone('camera', video, wish.sound);
}

async function fromScreen({ height, sound }: Wish): Promise<Source> {
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getDisplayMedia({
      video: { height: { max: Math.max(height, 720) }, frameRate: { ideal: 30, max: 30 } },
      audio: sound,
    });
  } catch (error) {
    throw new Problem(screenWords(error), 0, { cause: error });
  }
  const video = stream.getVideoTracks()[0];
  if (!video) throw new Problem('The browser shares no picture of the screen.');
  const [audio] = stream.getAudioTracks();
  // What is shared may have no sound of its own: then it is told about.
  if (!audio) return withMicrophone('screen', video, sound);
  return tracks('screen', video, audio, true);
}

async function withMicrophone(
  kind: Kind,
  video: MediaStreamTrack,
  sound: boolean,
): Promise<Source> {
  try {
    return tracks(kind, video, sound ? await openMicrophone() : null);
  } catch (error) {
    video.stop();
    throw error;
  }
}

/** Plays a file over and over, muted here, and takes its picture and sound. */
async function fromFile({ file, sound }: Wish): Promise<Source> {
  if (!file) throw new Problem('No video is chosen yet. Choose one, then start again.');
  const player = document.createElement('video') as HTMLVideoElement & {
    captureStream?: () => MediaStream;
    mozCaptureStream?: () => MediaStream;
  };
  const capture = player.captureStream ?? player.mozCaptureStream;
  if (!capture) {
    throw new Problem(
      'This browser can’t play a file into a stream. Drop the file on this page to have it ' +
        'painted as a whole, or use Chromium or Firefox.',
    );
  }
  player.muted = true;
  player.loop = true;
  player.playsInline = true;
  player.src = URL.createObjectURL(file);
  const putAway = () => {
    player.pause();
    URL.revokeObjectURL(player.src);
    player.removeAttribute('src');
    player.load();
  };
  try {
    await player.play();
    const stream = capture.call(player);
    const [video] = stream.getVideoTracks();
    if (!video) throw new Error('no picture');
    video.contentHint = 'motion';
    const [audio] = stream.getAudioTracks();
    if (audio) audio.enabled = sound;
    const shortSide = Math.min(player.videoWidth, player.videoHeight);
    const source = tracks('file', video, audio ?? null, true, shortSide);
    return {
      ...source,
      close() {
        source.close();
        putAway();
      },
    };
  } catch (cause) {
    putAway();
    throw new Problem(`“${file.name}” is no video that this browser can play.`, 0, { cause });
  }
}

function tracks(
  kind: Kind,
  video: MediaStreamTrack,
  audio: MediaStreamTrack | null,
  ownSound = false,
  shortSide?: number,
): Source {
  const { width = 0, height = 0 } = video.getSettings();
  return {
    kind,
    video,
    audio,
    ownSound,
    shortSide: shortSide ?? Math.min(width, height),
    close() {
      video.stop();
      this.audio?.stop();
    },
  };
}

/**
 * Switches a source's sound: a microphone is opened and let go, so that its lamp tells the truth;
 * the sound of a file or of the screen stays its own and is silenced.
 *
 * @returns the track to send from now on
 */
export async function switchSound(source: Source, on: boolean): Promise<MediaStreamTrack | null> {
  if (source.ownSound) {
    if (source.audio) source.audio.enabled = on;
  } else if (on) {
    source.audio ??= await openMicrophone();
  } else {
    source.audio?.stop();
    source.audio = null;
  }
  return source.audio;
}

function screenWords(error: unknown): string {
  return error instanceof Error && error.name === 'NotAllowedError'
    ? 'The screen is not shared. Choose a screen or a window when the browser asks.'
    : `The screen could not be shared (${String(error)}).`;
}
