// A camera's clip that is the same in every run: still colours, and a ball that rolls to and fro
// over the rightmost quarter. What lies left of that quarter looks alike in every frame.
import { openSync, writeSync, closeSync } from 'node:fs';

export const FRAMES = 30;
/** Share of the width, from the left, in which nothing moves. */
export const STILL_SHARE = 0.75;

/**
 * @typedef {{width: number, height: number, rgb: Uint8Array}} Picture three bytes a pixel
 */

/**
 * One frame of the clip.
 *
 * @param {number} width even
 * @param {number} height even
 * @param {number} frame
 * @returns {Picture}
 */
export function picture(width, height, frame) {
  const rgb = new Uint8Array(3 * width * height);
  const phase = (2 * Math.PI * frame) / FRAMES;
  const ballX = width * (1 + STILL_SHARE) * 0.5;
  const ballY = height * (0.5 + 0.3 * Math.sin(phase));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rgb.set(
        colour(x / width, y / height, Math.hypot(x - ballX, y - ballY) / height),
        3 * (y * width + x),
      );
    }
  }
  return { width, height, rgb };
}

/**
 * @param {number} x 0..1
 * @param {number} y 0..1
 * @param {number} ball distance from the ball's middle, in heights
 * @returns {[number, number, number]}
 */
function colour(x, y, ball) {
  if (ball < 0.09) return [240, 200, 60];
  if (Math.hypot((x - 0.2) * 1.78, y - 0.35) < 0.2) return [214, 62, 44];
  if (Math.hypot((x - 0.5) * 1.78, y - 0.6) < 0.24) return [46, 128, 92];
  if (x > 0.32 && x < 0.42 && y < 0.45) return [236, 224, 200];
  if (y > 0.86) return [58, 42, 34];
  return [70 + 90 * y, 110 + 80 * y, 190 - 60 * x];
}

/**
 * Writes the clip as Y4M, which Chromium plays in place of a camera, over and over.
 *
 * @param {string} file
 * @param {number} width even
 * @param {number} height even
 */
export function writeClip(file, width, height) {
  const out = openSync(file, 'w');
  writeSync(out, `YUV4MPEG2 W${width} H${height} F30:1 Ip A1:1 C420jpeg\n`);
  for (let frame = 0; frame < FRAMES; frame++) {
    writeSync(out, 'FRAME\n');
    writeSync(out, i420(picture(width, height, frame)));
  }
  closeSync(out);
}

/**
 * BT.601, limited range; the chroma of two by two pixels is that of the first, which only differs
 * at the rims of the shapes.
 *
 * @param {Picture} picture
 */
function i420({ width, height, rgb }) {
  const luma = width * height;
  const planes = new Uint8Array((luma * 3) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x);
      const [r = 0, g = 0, b = 0] = [rgb[at], rgb[at + 1], rgb[at + 2]];
      planes[y * width + x] = 16.5 + (65.481 * r + 128.553 * g + 24.966 * b) / 255;
      if (x % 2 || y % 2) continue;
      const chroma = luma + (y / 2) * (width / 2) + x / 2;
      planes[chroma] = 128.5 + (-37.797 * r - 74.203 * g + 112 * b) / 255;
      planes[chroma + luma / 4] = 128.5 + (112 * r - 93.786 * g - 18.214 * b) / 255;
    }
  }
  return planes;
}
