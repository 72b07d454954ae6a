// A clock in the picture, for programs that are no browsers: columns of one bit each, the upper half
// bright and the lower dark where it is 1, the other way round where it is 0. So it is read from
// differences, which paint leaves alone where some of the source shows through.
import { spawn } from 'node:child_process';

/** What one count stands for. */
const STEP_MS = 4;
const BITS = 11;
const COLUMNS = BITS + 1;
/** The clock starts anew after this long; an older picture would look younger than it is. */
const SPAN_MS = STEP_MS << BITS;
const LEAST_CONTRAST = 20;
/** What is looked at: some samples of each column, of its upper and of its lower half. */
const LOOK = { width: 4 * COLUMNS, height: 4 };
export const LOOK_BYTES = LOOK.width * LOOK.height;

/** The columns for a time: its bits, and whether their number of ones is even. @param {number} ms */
function encode(ms) {
  const count = Math.floor((ms % SPAN_MS) / STEP_MS);
  const bits = Array.from({ length: BITS }, (_, i) => (count >> (BITS - 1 - i)) & 1);
  return [...bits, bits.reduce((even, bit) => even ^ bit, 1)];
}

/**
 * How old the picture is, in milliseconds; `null` where the clock cannot be read beyond doubt.
 *
 * @param {ArrayLike<number>} luma `LOOK_BYTES` samples
 * @param {number} now
 */
export function age(luma, now) {
  const at = (/** @type {number} */ x, /** @type {number} */ y) => luma[y * LOOK.width + x] ?? 0;
  const bits = [];
  for (let column = 0; column < COLUMNS; column++) {
    const x = 4 * column + 1;
    const contrast = at(x, 0) + at(x + 1, 0) - at(x, 3) - at(x + 1, 3);
    if (Math.abs(contrast) < 2 * LEAST_CONTRAST) return null;
    bits.push(contrast > 0 ? 1 : 0);
  }
  const even = bits.pop();
  if (bits.reduce((sum, bit) => sum ^ bit, 1) !== even) return null;
  const shown = bits.reduce((sum, bit) => 2 * sum + bit, 0) * STEP_MS + STEP_MS / 2;
  return (((now - shown) % SPAN_MS) + SPAN_MS) % SPAN_MS;
}

/**
 * Encodes the clock with Debian's ffmpeg and sends it somewhere until it is killed.
 *
 * @param {{width: number, height: number, rate: number}} picture
 * @param {string[]} to ffmpeg's arguments of the output
 */
export function sendClock({ width, height, rate }, to) {
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-v', 'error', '-fflags', 'nobuffer', '-probesize', '32'],
      ...['-use_wallclock_as_timestamps', '1', '-f', 'rawvideo', '-pix_fmt', 'gray'],
      ...['-s', `${width}x${height}`, '-framerate', `${rate}`, '-i', 'pipe:0'],
      ...['-vf', 'format=yuv420p'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', `${rate}`],
      ...to,
    ],
    { stdio: ['pipe', 'ignore', 'ignore'] },
  );
  child.stdin.on('error', () => {});
  const timer = setInterval(() => {
    // A program that does not take pictures is not fed more.
    if (child.stdin.writableLength === 0) child.stdin.write(draw(width, height, Date.now()));
  }, 1000 / rate);
  child.once('exit', () => clearInterval(timer));
  return child;
}

/** @param {number} width @param {number} height @param {number} ms */
function draw(width, height, ms) {
  const bits = encode(ms);
  const picture = Buffer.alloc(width * height);
  for (let y = 0; y < height; y++) {
    const upper = y < height / 2 ? 1 : 0;
    for (let column = 0; column < COLUMNS; column++) {
      const from = y * width + Math.floor((column * width) / COLUMNS);
      const to = y * width + Math.floor(((column + 1) * width) / COLUMNS);
      picture.fill(bits[column] === upper ? 210 : 45, from, to);
    }
  }
  return picture;
}

/**
 * Plays a stream by RTSP with Debian's ffmpeg until it is killed.
 *
 * @param {string} url
 * @param {(age: number | null) => void} seen told of every picture
 */
export function playClock(url, seen) {
  const child = spawn(
    'ffmpeg',
    [
      ...['-hide_banner', '-v', 'error', '-fflags', 'nobuffer', '-flags', 'low_delay'],
      ...['-rtsp_transport', 'tcp', '-i', url, '-an', '-fps_mode', 'passthrough'],
      ...['-vf', `scale=${LOOK.width}:${LOOK.height}:flags=area,format=gray`],
      ...['-f', 'rawvideo', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let rest = Buffer.alloc(0);
  child.stdout.on('data', (/** @type {Buffer} */ data) => {
    rest = Buffer.concat([rest, data]);
    for (; rest.length >= LOOK_BYTES; rest = rest.subarray(LOOK_BYTES)) {
      seen(age(rest, Date.now()));
    }
  });
  return child;
}

/**
 * Looks at a page's painted video for a while; the samples of every picture that it shows, and when.
 *
 * @param {import('playwright-core').Page} page
 * @param {number} ms
 */
export function watchClock(page, ms) {
  return page.evaluate(
    async ({ ms, width, height }) => {
      const video = /** @type {HTMLVideoElement} */ (document.getElementById('painted'));
      const canvas = new OffscreenCanvas(width, height);
      const picture = canvas.getContext('2d', { willReadFrequently: true });
      if (!picture) throw new Error('no canvas');
      /** @type {{ luma: number[], now: number }[]} */
      const seen = [];
      let over = false;
      const look = () => {
        picture.drawImage(video, 0, 0, width, height);
        const now = Date.now();
        const { data } = picture.getImageData(0, 0, width, height);
        seen.push({
          luma: Array.from({ length: width * height }, (_, i) => data[4 * i] ?? 0),
          now,
        });
        if (!over) video.requestVideoFrameCallback(look);
      };
      video.requestVideoFrameCallback(look);
      await new Promise((resolve) => setTimeout(resolve, ms));
      over = true;
      return seen;
    },
    { ms, ...LOOK },
  );
}

/** Those shares of the values, `-` for none. @param {number[]} values @param {number[]} shares */
export function percentiles(values, ...shares) {
  const sorted = [...values].sort((a, b) => a - b);
  return shares.map((p) => sorted[Math.floor(p * (sorted.length - 1))]?.toFixed(0) ?? '-');
}
