// Reads QR codes as a phone does, by a library that did not write them.
import { createRequire } from 'node:module';

/** @type {typeof import('jsqr').default} */
const read = createRequire(import.meta.url)('jsqr');

/**
 * What the code in a canvas says.
 *
 * @param {import('playwright-core').Locator} canvas
 */
export async function scan(canvas) {
  const { pixels, side } = await canvas.evaluate((element) => {
    const code = /** @type {HTMLCanvasElement} */ (element);
    const large = new OffscreenCanvas(8 * code.width, 8 * code.height);
    const context = large.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.imageSmoothingEnabled = false;
    context.drawImage(code, 0, 0, large.width, large.height);
    const { data } = context.getImageData(0, 0, large.width, large.height);
    return { pixels: [...data], side: large.width };
  });
  return read(new Uint8ClampedArray(pixels), side, side)?.data;
}
