// Everything that can be changed while a stream runs: by the page's controls, to the pictures that
// a viewer sees, and by others, to the page's controls.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { moreFrames, phase, screenshot } from './lib/browser.mjs';
import { encode, framePixels } from './lib/compare.mjs';
import { House } from './lib/house.mjs';

/** @type {House} */
let house;

before(async () => {
  house = await House.open();
});

after(() => house?.close());

/** @param {import('playwright-core').Page} page @param {string} name */
const slider = (page, name) => page.getByRole('slider', { name });

describe('the mix pad', () => {
  test('mixes by the keyboard and by hand', async () => {
    const { page, leave, start } = await house.studio('mix-1');
    await start('Soft');
    await slider(page, 'Cross-fade').press('Home');
    await page.getByRole('radio', { name: 'Mix' }).check();
    assert.ok(await page.getByRole('checkbox', { name: 'Negative' }).isDisabled());
    await page.getByRole('checkbox', { name: 'Inverse' }).check();
    const even = { soft: 0.5, inverse: 0.5 };
    await house.settled('mix-1', ({ styles }) => same(styles, even));
    await page.getByRole('heading', { name: 'Inverse and Soft' }).waitFor();
    // A picture and its pale negative leave little of each other.
    await seen(page, (pixels) => spread(pixels) < 15);

    const puck = slider(page, 'Mix of the chosen styles');
    await puck.press('Shift+ArrowRight');
    await house.settled('mix-1', ({ styles }) => same(styles, { soft: 0.6, inverse: 0.4 }));
    assert.equal(await puck.getAttribute('aria-valuetext'), 'Inverse 40 %, Soft 60 %');
    await puck.press('Home');
    await house.settled('mix-1', ({ styles }) => same(styles, even));

    const box = await puck.boundingBox();
    const pad = await page.locator('#pad').boundingBox();
    assert.ok(box && pad);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(pad.x + pad.width + 40, pad.y, { steps: 5 });
    await page.mouse.up();
    await house.settled('mix-1', ({ styles }) => same(styles, { soft: 1 }));
    await seen(page, (pixels) => spread(pixels) > 20);

    await page.getByRole('checkbox', { name: 'Dim' }).check();
    await house.settled('mix-1', ({ styles }) => Object.keys(styles).length === 3);
    await screenshot(page, 'studio-mix');
    await page.getByRole('radio', { name: 'One' }).check();
    await house.settled('mix-1', ({ styles }) => Object.keys(styles).length === 1);
    await leave();
  });

  test('follows whoever else changes the mix', async () => {
    const { page, leave, start } = await house.studio('mix-2');
    await start('Soft');
    await house.server.change('mix-2', { styles: { soft: 3, dim: 1 }, strength: 0.25 });
    const puck = slider(page, 'Mix of the chosen styles');
    await puck.waitFor();
    await page.waitForFunction(
      () => document.querySelector('.puck')?.ariaValueText === 'Dim 25 %, Soft 75 %',
    );
    assert.equal(await slider(page, 'Strength').inputValue(), '0.25');
    await leave();
  });
});

describe('the brush', () => {
  test('shows the source at no strength, the painting at all of it', async () => {
    const { page, leave, start } = await house.studio('brush-1');
    await start('Negative');
    await house.assertPainted(page, 'negative');
    await slider(page, 'Strength').press('Home');
    await house.assertUnpainted(page, 'negative');
    await slider(page, 'Strength').press('End');
    await slider(page, 'Steadiness').press('End');
    await slider(page, 'Broad strokes').press('End');
    await page.getByRole('checkbox', { name: 'Keep the original colours' }).check();
    const settings = await house.settled('brush-1', (it) => it.originalColours);
    assert.equal(settings.strength, 1);
    assert.equal(settings.steadiness, 1);
    assert.equal(settings.renderScale, 0.25);
    await leave();
  });

  test('keeps its settings through a stop and a new start', async () => {
    const { page, leave, start } = await house.studio('brush-2');
    await slider(page, 'Strength').press('Home');
    await start('Negative');
    await house.assertUnpainted(page, 'negative');
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await start('Negative');
    await house.settled('brush-2', (it) => it.strength === 0);
    await leave();
  });

  test('says what the server refuses, and shows what it has', async () => {
    const { page, leave, start } = await house.studio('brush-3');
    await start('Negative');
    await page.evaluate(() => {
      const strength = /** @type {HTMLInputElement} */ (document.getElementById('strength'));
      strength.max = '7';
      strength.value = '7';
      strength.dispatchEvent(new Event('input'));
    });
    const trouble = page.locator('#trouble:not([hidden])');
    await trouble.waitFor();
    assert.match((await trouble.textContent()) ?? '', /Strength is 7.*0 to 1/);
    await page.waitForFunction(
      () => /** @type {HTMLInputElement} */ (document.getElementById('strength')).value === '1',
    );
    await moreFrames(page, 5);
    await leave();
  });
});

describe('the wiper', () => {
  test('shows the source at its left, by button, keyboard and hand', async () => {
    const { page, leave, start } = await house.studio('wipe-1');
    await start('Negative');
    await house.assertPainted(page, 'negative');
    await page.getByRole('button', { name: 'Before / after' }).click();
    await house.settled('wipe-1', ({ split }) => split === 0.5);
    const wiper = slider(page, 'Before and after');
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'wiper');
    await screenshot(page, 'studio-before-after');
    await wiper.press('End');
    await house.assertUnpainted(page, 'negative');

    const frame = await page.locator('#painted').boundingBox();
    const handle = await wiper.boundingBox();
    assert.ok(frame && handle);
    await page.mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
    await page.mouse.down();
    await page.mouse.move(frame.x + frame.width * 0.25, frame.y + frame.height / 2, { steps: 4 });
    await page.mouse.up();
    const { split } = await house.settled('wipe-1', (it) => it.split < 0.3);
    assert.ok(Math.abs(split - 0.25) < 0.02, `the wiper is let go at ${split}`);

    await page.getByRole('button', { name: 'Before / after' }).click();
    await house.assertPainted(page, 'negative');
    assert.ok(await wiper.isHidden());
    await leave();
  });
});

describe('a picture on top', () => {
  test('is laid over the painting, placed, and taken away', async () => {
    const { page, leave, start } = await house.studio('over-1');
    await start('Negative');
    const rgb = new Uint8Array(3 * 160 * 90).fill(255).map((_, i) => (i % 3 === 0 ? 255 : 0));
    const red = await encode(page, { width: 160, height: 90, rgb }, 'image/png');
    const choose = page.getByLabel('Choose a picture');
    await choose.setInputFiles({ name: 'red.png', mimeType: 'image/png', buffer: red });
    await house.settled('over-1', ({ overlay }) => overlay?.place === 'bottom-right');
    await page.getByRole('radio', { name: 'top left' }).check();
    await house.settled('over-1', ({ overlay }) => overlay?.place === 'top-left');
    // The page's own encoder blurs edges: a place well inside the red.
    await seen(page, (pixels) => {
      const [r = 0, g = 0, b = 0] = pixels.slice(3 * (10 * 80 + 15), 3 * (10 * 80 + 16));
      return r > 180 && g < 80 && b < 80;
    });
    await screenshot(page, 'studio-picture-on-top');
    await page.getByRole('button', { name: 'Take away' }).click();
    await house.settled('over-1', ({ overlay }) => overlay === null);
    await house.assertPainted(page, 'negative');

    await choose.setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no') });
    await page.getByText('“a.png” is no picture').waitFor();
    await leave();
  });
});

describe('where it is painted', () => {
  test('is chosen by brightness or colour, or small in a corner', async () => {
    const { page, leave, start } = await house.studio('where-1');
    await start('Negative');
    await page.getByRole('radio', { name: 'By light' }).check();
    const edge = slider(page, 'Brighter than');
    await edge.press('End');
    await house.settled('where-1', ({ key }) => key?.by === 'luma' && key.threshold === 1);
    await house.assertUnpainted(page, 'negative');
    await page.getByRole('checkbox', { name: 'Paint what is darker instead' }).check();
    await house.assertPainted(page, 'negative');
    await page.getByRole('radio', { name: 'Matte' }).check();
    await seen(page, (pixels) => Math.min(...pixels) > 200);

    await page.getByRole('radio', { name: 'By colour' }).check();
    await page.getByLabel('Backdrop', { exact: true }).fill('#2e805c');
    await page.getByRole('radio', { name: 'Matte' }).check();
    await house.settled('where-1', ({ key }) => key?.colour === '#2e805c' && key.show === 'matte');
    // The disc in the middle has that colour; the one at the left is as far from it as can be.
    await seen(page, (pixels) => {
      const [disc = 255, other = 0] = [pixels[3 * (27 * 80 + 40)], pixels[3 * (16 * 80 + 16)]];
      return disc < 60 && other > 200;
    });
    await screenshot(page, 'studio-key');

    await page.getByRole('radio', { name: 'Everywhere' }).check();
    await house.assertPainted(page, 'negative');
    await page.getByRole('checkbox', { name: 'Small, over the source' }).check();
    // The wall is blue in the source, above, and the other way round in the corner.
    await seen(page, (pixels) => blueness(pixels, 2, 1) > 60 && blueness(pixels, 6, 28) < -60);
    await page.getByRole('radio', { name: 'top left' }).check();
    await slider(page, 'Size').press('End');
    const whole = await house.settled('where-1', ({ inset }) => inset?.size === 1);
    assert.deepEqual([whole.key, whole.inset?.place], [null, 'top-left']);
    await seen(page, (pixels) => blueness(pixels, 10, 8) < -60);
    await leave();
  });

  test('stays through a stop and a new start, and follows whoever else changes it', async () => {
    const { page, leave, start } = await house.studio('where-2');
    await page.getByRole('radio', { name: 'By light' }).check();
    await slider(page, 'Brighter than').press('End');
    await start('Negative');
    await house.assertUnpainted(page, 'negative');
    await house.server.change('where-2', { key: null, inset: { place: '40,30', size: 0.5 } });
    await page.getByRole('radio', { name: 'Everywhere', checked: true }).waitFor();
    assert.ok(await page.getByRole('checkbox', { name: 'Small, over the source' }).isChecked());
    await slider(page, 'Size').press('End');
    const { inset } = await house.settled('where-2', (it) => it.inset?.size === 1);
    assert.equal(inset?.place, '40,30');
    await leave();
  });
});

describe('a stop', () => {
  test('leaves nothing on and can be undone', async () => {
    const { page, leave, start } = await house.studio('stop-1');
    await start('Negative');
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await phase(page, 'idle');
    const tracks = await page.evaluate(
      () => /** @type {HTMLVideoElement} */ (document.getElementById('original')).srcObject,
    );
    assert.equal(tracks, null);
    await leave();
  });
});

/**
 * @param {Record<string, number>} styles
 * @param {Record<string, number>} wanted
 */
function same(styles, wanted) {
  const names = Object.keys(wanted);
  const sum = Object.values(styles).reduce((total, weight) => total + weight, 0);
  return (
    Object.keys(styles).length === names.length &&
    names.every((name) => Math.abs((styles[name] ?? 0) / sum - (wanted[name] ?? 0)) < 0.006)
  );
}

/**
 * Waits until the painted picture is as a function wants it.
 *
 * @param {import('playwright-core').Page} page
 * @param {(pixels: number[]) => boolean} wanted of the pixels as `framePixels` gives them
 */
async function seen(page, wanted) {
  const deadline = Date.now() + 30_000;
  while (!wanted(await framePixels(page))) {
    assert.ok(Date.now() < deadline, 'the picture never looks as it should');
    await moreFrames(page, 1);
  }
}

/**
 * By how much a pixel is more blue than red.
 *
 * @param {number[]} pixels
 * @param {number} x
 * @param {number} y
 */
function blueness(pixels, x, y) {
  const at = 3 * (y * 80 + x);
  return (pixels[at + 2] ?? 0) - (pixels[at] ?? 0);
}

/** Mean distance of the samples from their mean. @param {number[]} pixels */
function spread(pixels) {
  const mean = pixels.reduce((sum, it) => sum + it, 0) / pixels.length;
  return pixels.reduce((sum, it) => sum + Math.abs(it - mean), 0) / pixels.length;
}
