import Hls from 'hls.js';
import { Problem } from '../common/problem';

/**
 * Plays a stream's HLS in a video element. Resolves when its first playlist is there.
 *
 * @throws {Problem} if the browser can't play it or the server has none
 */
export async function playHls(name: string, video: HTMLVideoElement) {
  const url = `/hls/${encodeURIComponent(name)}/index.m3u8`;
  let over = false;
  let hls: Hls | null = null;
  video.srcObject = null;
  if (Hls.isSupported()) {
    // A worker would be made of text, which the pages' content policy forbids.
    const player = new Hls({ enableWorker: false, lowLatencyMode: true });
    hls = player;
    await new Promise<void>((resolve, reject) => {
      player.on(Hls.Events.MANIFEST_PARSED, () => resolve());
      player.on(Hls.Events.ERROR, (_, { fatal, response }) => {
        if (!fatal) return;
        over = true;
        reject(new Problem('There is no room for another viewer now.', response?.code ?? 503));
      });
      player.loadSource(url);
      player.attachMedia(video);
    }).catch((error: unknown) => {
      player.destroy();
      throw error;
    });
  } else if (video.canPlayType('application/vnd.apple.mpegurl')) {
    video.src = url;
    video.addEventListener('error', () => (over = true), { once: true });
  } else {
    throw new Problem(
      'There is no room for another viewer now, and this browser knows no HLS.',
      503,
    );
  }
  void video.play().catch(() => {
    // A browser that wants a click first shows its own sign.
  });
  return {
    close: () => {
      hls?.destroy();
      video.removeAttribute('src');
      video.load();
      return Promise.resolve();
    },
    over: () => over,
    read: () => {
      const latency = hls?.latency ?? 0;
      return Promise.resolve({
        frames: video.getVideoPlaybackQuality().totalVideoFrames,
        framesPerSecond: null,
        latencyMs: latency > 0 ? 1000 * latency : null,
      });
    },
  };
}
