// Pictures as a page sees them, small enough that strokes and compression average out.

/** @typedef {import('playwright-core').Page} Page */

const WIDTH = 80;
const HEIGHT = 45;

/**
 * The present frame of the page's painted video, as 80 by 45 RGB pixels.
 *
 * @param {Page} page
 */
export async function framePixels(page) {
  return page.evaluate(([width, height]) => {
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('painted'));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.imageSmoothingQuality = 'high';
    context.drawImage(video, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return [...data].filter((_, i) => i % 4 < 3);
  }, /** @type {const} */ ([WIDTH, HEIGHT]));
}

/**
 * A PNG or JPEG, as 80 by 45 RGB pixels.
 *
 * @param {Page} page any page: its browser decodes
 * @param {Buffer} file
 */
export async function filePixels(page, file) {
  return page.evaluate(
    async ({ base64, width, height }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      if (!context) throw new Error('no canvas');
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, 0, 0, width, height);
      const { data } = context.getImageData(0, 0, width, height);
      return [...data].filter((_, i) => i % 4 < 3);
    },
    { base64: file.toString('base64'), width: WIDTH, height: HEIGHT },
  );
}

/**
 * A picture as a PNG or JPEG file.
 *
 * @param {Page} page any page: its browser encodes
 * @param {import('./clip.mjs').Picture} picture
 * @param {'image/png' | 'image/jpeg'} type
 */
export async function encode(page, { width, height, rgb }, type) {
  const base64 = await page.evaluate(
    async ({ width, height, pixels, type }) => {
      const image = new ImageData(width, height);
      const rgb = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0));
      for (let i = 0; i < width * height; i++) {
        image.data.set([rgb[3 * i] ?? 0, rgb[3 * i + 1] ?? 0, rgb[3 * i + 2] ?? 0, 255], 4 * i);
      }
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')?.putImageData(image, 0, 0);
      const blob = await canvas.convertToBlob({ type });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    },
    { width, height, pixels: Buffer.from(rgb).toString('base64'), type },
  );
  return Buffer.from(base64, 'base64');
}

/**
 * How far two pictures are apart in their leftmost part.
 *
 * @param {number[]} a of `framePixels` or `filePixels`
 * @param {number[]} b
 * @param {number} share of the width that counts
 * @returns {{difference: number, correlation: number}} mean absolute difference (of 255), and the
 *   correlation of all samples
 */
export function compare(a, b, share) {
  const samples = [...a.keys()].filter((i) => ((i / 3) | 0) % WIDTH < share * WIDTH);
  const at = (/** @type {number[]} */ pixels, /** @type {number} */ i) => pixels[i] ?? NaN;
  const mean = (/** @type {(i: number) => number} */ value) =>
    samples.reduce((sum, i) => sum + value(i), 0) / samples.length;
  const meanA = mean((i) => at(a, i));
  const meanB = mean((i) => at(b, i));
  const covariance = mean((i) => (at(a, i) - meanA) * (at(b, i) - meanB));
  const spreadA = Math.sqrt(mean((i) => (at(a, i) - meanA) ** 2));
  const spreadB = Math.sqrt(mean((i) => (at(b, i) - meanB) ** 2));
  return {
    difference: mean((i) => Math.abs(at(a, i) - at(b, i))),
    correlation: covariance / (spreadA * spreadB),
  };
}
