// A clip whose picture flashes in the moment in which its sound beeps, once a second, and what a
// page makes of it.
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Publishes the clip by RTSP until it is stopped, with Debian's ffmpeg.
 *
 * @param {string} url
 * @param {{width: number, height: number, rate: number}} picture
 */
export function publishFlashes(url, { width, height, rate }) {
  const flash = `geq=lum='if(lt(mod(T,1),0.1),235,30)':cb=128:cr=128`;
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-v', 'error', '-re', '-f', 'lavfi'],
      ...['-i', `color=size=64x36:rate=${rate},format=yuv420p,${flash},scale=${width}:${height}`],
      ...['-re', '-f', 'lavfi'],
      ...['-i', `aevalsrc='if(lt(mod(t,1),0.1),0.5*sin(2*PI*1000*t),0)':s=48000`],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', `${rate}`],
      ...['-c:a', 'libopus', '-f', 'rtsp', '-rtsp_transport', 'tcp', url],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  return child;
}

/**
 * Watches the page's painted video for a while; returns by how many milliseconds each beep is heard
 * later than its flash is shown.
 *
 * @param {import('playwright-core').Page} page a viewer, its sound on
 * @param {number} ms
 */
export async function watchFlashes(page, ms) {
  const { flashes, beeps } = await page.evaluate(async (ms) => {
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('painted'));
    const stream = /** @type {MediaStream} */ (video.srcObject);
    const canvas = new OffscreenCanvas(8, 8);
    const picture = canvas.getContext('2d', { willReadFrequently: true });
    if (!picture) throw new Error('no canvas');
    /** @type {number[]} */
    const flashes = [];
    /** @type {number[]} */
    const beeps = [];
    let bright = true;
    let over = false;
    const look = (/** @type {number} */ _, /** @type {VideoFrameCallbackMetadata} */ frame) => {
      picture.drawImage(video, 0, 0, 8, 8);
      const luma = picture.getImageData(4, 4, 1, 1).data[1] ?? 0;
      if (luma > 140 && !bright) flashes.push(frame.expectedDisplayTime);
      bright = luma > 140;
      if (!over) video.requestVideoFrameCallback(look);
    };
    video.requestVideoFrameCallback(look);
    // Web Audio would put a buffer of unknown length between; this hears as the speaker's thread does.
    const [track] = stream.getAudioTracks();
    // TypeScript does not know it.
    const { MediaStreamTrackProcessor } = /** @type {any} */ (globalThis);
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const listen = async () => {
      let quiet = 0;
      let loud = true;
      for (let next = await reader.read(); !next.done && !over; next = await reader.read()) {
        const at = performance.now();
        const data = next.value;
        const samples = new Float32Array(data.numberOfFrames);
        data.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
        const first = samples.findIndex((it) => Math.abs(it) > 0.05);
        if (first >= 0 && !loud && quiet > 10) {
          beeps.push(at + (1000 * first) / data.sampleRate);
        }
        quiet = first >= 0 ? 0 : quiet + 1;
        loud = first >= 0;
        data.close();
      }
    };
    const listening = listen();
    await new Promise((resolve) => setTimeout(resolve, ms));
    over = true;
    await reader.cancel();
    await listening;
    return { flashes, beeps };
  }, ms);
  return pairs(flashes, beeps);
}

/**
 * By how many milliseconds each beep of a file is later than its flash.
 *
 * @param {string} file
 */
export async function offsetsOfFile(file) {
  const picture = 'signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-';
  const sound =
    'asetnsamples=48,astats=metadata=1:reset=1,' +
    'ametadata=print:key=lavfi.astats.Overall.Peak_level:file=-';
  const flashes = rises(await printed(file, ['-map', '0:v', '-vf', picture]), 128);
  const beeps = rises(await printed(file, ['-map', '0:a', '-af', sound]), -30);
  return pairs(
    flashes.map((seconds) => 1000 * seconds),
    beeps.map((seconds) => 1000 * seconds),
  );
}

/**
 * From each flash to the beep that is nearest to it.
 *
 * @param {number[]} flashes
 * @param {number[]} beeps
 */
function pairs(flashes, beeps) {
  return flashes
    .map((flash) =>
      beeps.reduce((a, b) => (Math.abs(a) < Math.abs(b - flash) ? a : b - flash), Infinity),
    )
    .filter((apart) => Math.abs(apart) < 500);
}

/** @param {string} file @param {string[]} filter */
async function printed(file, filter) {
  const command = ['-v', 'error', '-i', file, ...filter, '-f', 'null', '-'];
  return (await promisify(execFile)('ffmpeg', command, { maxBuffer: 2 ** 30 })).stdout;
}

/**
 * When the level that is printed rose above the threshold, in seconds.
 *
 * @param {string} text
 * @param {number} threshold
 */
function rises(text, threshold) {
  const all = [];
  let high = true;
  let last = 0;
  for (const [, time, level] of text.matchAll(/pts_time:([-\d.]+)\s+\S+=(\S+)/g)) {
    const now = Number(level) > threshold;
    if (now && !high && Number(time) - last > 0.3) all.push(Number(time));
    if (now) last = Number(time);
    high = now;
  }
  return all;
}
