import { Problem } from '../common/problem';

export interface CameraChoice {
  /** `undefined` leaves the choice of the camera to the browser. */
  deviceId: string | undefined;
  /** 360 or 720; the picture is 16:9 where the camera can. */
  height: number;
}

/**
 * Opens a camera at 30 frames a second. The track is the caller's to stop.
 *
 * @throws {Problem} saying what keeps the camera shut and what to do about it
 */
export async function openCamera({ deviceId, height }: CameraChoice): Promise<MediaStreamTrack> {
  // Absent, whatever the types say, on a page that did not come from localhost or by https.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new Problem(INSECURE);
  try {
    const stream = await devices.getUserMedia({
      video: {
        ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
        width: { ideal: (height * 16) / 9 },
        height: { ideal: height },
        frameRate: { ideal: 30, max: 30 },
      },
    });
    const [track] = stream.getVideoTracks();
    if (!track) throw new Problem(ABSENT);
    track.contentHint = 'motion';
    return track;
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(cameraWords(error), 0, { cause: error });
  }
}

/**
 * Opens the microphone. The track is the caller's to stop.
 *
 * @throws {Problem} saying what keeps it shut and what to do about it
 */
export async function openMicrophone(): Promise<MediaStreamTrack> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new Problem(INSECURE);
  try {
    const stream = await devices.getUserMedia({ audio: true });
    const [track] = stream.getAudioTracks();
    if (!track) throw new DOMException('no track', 'NotFoundError');
    return track;
  } catch (error) {
    throw new Problem(microphoneWords(error), 0, { cause: error });
  }
}

/** The cameras there are. Before the visitor has allowed one, browsers hide their names and number. */
export async function listCameras(): Promise<{ id: string; label: string }[]> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const all = (await devices?.enumerateDevices()) ?? [];
  return all
    .filter((device) => device.kind === 'videoinput' && device.deviceId !== '')
    .map((device, index) => ({
      id: device.deviceId,
      label: device.label || `Camera ${index + 1}`,
    }));
}

const INSECURE =
  'Browsers lend the camera only to pages from this computer or over https. Open the studio as ' +
  'http://localhost on the computer that runs the server, or put https in front of it.';
const ABSENT = 'No camera was found. Plug one in, then start again.';

/** What a refusal of `getUserMedia` means, for people. */
export function cameraWords(error: unknown): string {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
      return (
        'The browser keeps the camera from this page. Allow it by the camera sign in the address ' +
        'bar (or in the system’s privacy settings), then start again.'
      );
    case 'NotFoundError':
      return ABSENT;
    case 'OverconstrainedError':
      return 'The chosen camera is gone. Choose another one, then start again.';
    case 'NotReadableError':
    case 'AbortError':
      return 'The camera is busy. Close the program or page that uses it, then start again.';
    default:
      return `The camera could not be opened (${String(error)}).`;
  }
}

/** What a refusal of the microphone means, for people. */
export function microphoneWords(error: unknown): string {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
      return (
        'The browser keeps the microphone from this page. Allow it by the sign in the address ' +
        'bar, or go on without sound.'
      );
    case 'NotFoundError':
      return 'No microphone was found. Plug one in, or go on without sound.';
    default:
      return `The microphone could not be opened (${String(error)}). Go on without sound.`;
  }
}
