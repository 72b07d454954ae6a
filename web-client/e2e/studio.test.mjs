// The whole way, as a visitor walks it: a source is published by the page's own button, painted by
// the real server, and watched in a second browser context.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { moreFrames, phase, screenshot } from './lib/browser.mjs';
import { STILL_SHARE } from './lib/clip.mjs';
import { compare, filePixels } from './lib/compare.mjs';
import { scan } from './lib/scan.mjs';
import { HEIGHT, House, WIDTH } from './lib/house.mjs';

/** @type {House} */
let house;

before(async () => {
  house = await House.open();
});

after(() => house?.close());

/**
 * Switches the measuring on and waits until the clock is read from the painted picture.
 *
 * @param {import('playwright-core').Page} studio
 */
async function assertMeasures(studio) {
  await studio.getByRole('button', { name: 'Measure by a clock' }).click();
  const latency = studio.locator('#latency', { hasText: 'p95' });
  await latency.waitFor();
  assert.match((await latency.textContent()) ?? '', /^[\d.]+ m?s, p95 [\d.]+ m?s/);
}

/**
 * Waits until nobody publishes that name. The server would find out by itself, but only after the
 * 16 seconds in which a peer may come back.
 *
 * @param {string} name
 */
async function freed(name) {
  const deadline = Date.now() + 8000;
  while ((await house.server.live()).includes(name)) {
    assert.ok(Date.now() < deadline, `${name} is still published`);
  }
}

describe('the studio', () => {
  test('publishes the camera, and a second browser watches it painted', async () => {
    const studio = await house.studio('walk-1');
    await studio.page.getByRole('radio', { name: 'Negative' }).waitFor();
    await screenshot(studio.page, 'studio-idle');
    await studio.start('Negative');
    const viewer = await house.viewer('walk-1');
    await phase(viewer.page, 'playing');
    await moreFrames(viewer.page, 10);
    await house.assertPainted(viewer.page, 'negative');
    await house.assertPainted(studio.page, 'negative');

    await studio.page.waitForFunction(() =>
      ['painted-rate', 'latency', 'load'].every(
        (id) => document.getElementById(id)?.textContent !== '–',
      ),
    );
    assert.match((await studio.page.textContent('#latency')) ?? '', /^≈ [\d.]+ m?s$/);
    await studio.page.getByText('Live as walk-1, 1 viewer').waitFor();
    await screenshot(studio.page, 'studio-live');
    await viewer.page.getByText(/frames\/s/).waitFor();
    await screenshot(viewer.page, 'viewer');

    const stream = await house.server.stream('walk-1');
    assert.equal(stream.settings.styles['negative'], 1);
    assert.equal(stream.width, WIDTH);
    assert.equal(stream.height, HEIGHT);
    assert.equal(stream.viewers, 2);
    // Nobody is offered a sound that there is not.
    assert.equal(stream.sound, false);
    assert.ok(await viewer.page.getByRole('button', { name: 'Turn the sound on' }).isHidden());
    await viewer.leave();
    await studio.leave();
  });

  test('changes the style while it runs', async () => {
    const studio = await house.studio('walk-2');
    await studio.start('Negative');
    const viewer = await house.viewer('walk-2');
    await phase(viewer.page, 'playing');
    await house.assertPainted(viewer.page, 'negative');

    await studio.page.getByRole('radio', { name: 'Turned Colours' }).check();
    await house.assertPainted(viewer.page, 'turned');
    await studio.page.getByRole('heading', { name: 'Turned Colours' }).waitFor();
    await viewer.page.getByText('Turned Colours').waitFor();
    await viewer.leave();
    await studio.leave();
  });

  test('paints in the shipped style', async (t) => {
    if (!house.shipped) return t.skip('models/styles/starry-night is not there');
    const studio = await house.studio('walk-3');
    await studio.start('Starry Night');
    const viewer = await house.viewer('walk-3');
    await phase(viewer.page, 'playing');
    await house.assertPainted(viewer.page, 'starry-night');
    await screenshot(studio.page, 'studio-shipped-style');
    await assertMeasures(studio.page);
    await screenshot(studio.page, 'studio-measuring-shipped-style');
    await viewer.leave();
    await studio.leave();
  });

  test('stops; the viewer sees a slate and then the next picture by itself', async () => {
    const studio = await house.studio('walk-4');
    const viewer = await house.viewer('walk-4');
    await viewer.page.getByRole('heading', { name: 'The easel is empty' }).waitFor();
    await screenshot(viewer.page, 'viewer-waiting');

    await studio.start('Negative');
    await phase(viewer.page, 'playing');
    await viewer.page.getByText(/frames\/s/).waitFor();
    await studio.page.getByRole('button', { name: 'Stop the camera' }).click();
    await phase(studio.page, 'idle');
    await viewer.page.getByText('The painter is away for a moment').waitFor();
    await moreFrames(viewer.page, 2);
    await screenshot(viewer.page, 'viewer-slate');

    await studio.start('Turned Colours');
    await viewer.page.getByText('Turned Colours').waitFor();
    await house.assertPainted(viewer.page, 'turned');
    await viewer.leave();
    await studio.leave();
  });

  test('refuses a name that is in use, in words; a reload frees it', async () => {
    const first = await house.studio('walk-5');
    await first.start('Negative');
    const second = await house.studio('walk-5');
    await assert.rejects(second.start('Negative'), /Somebody is exhibiting as “walk-5”/);
    await screenshot(second.page, 'studio-name-taken');
    await moreFrames(first.page, 5); // The first one is not disturbed.

    await first.page.reload({ waitUntil: 'domcontentloaded' });
    await freed('walk-5');
    await second.start('Negative');
    await moreFrames(second.page, 5);
    await second.leave();
    await first.leave();
  });

  test('measures the latency by the clock in the picture', async () => {
    const studio = await house.studio('walk-6');
    await studio.start('Negative');
    const source = studio.page.getByRole('button', { name: 'Source' });
    await source.click();
    assert.equal(await source.getAttribute('aria-pressed'), 'false');
    await assertMeasures(studio.page);
    await screenshot(studio.page, 'studio-measuring');

    await studio.page.getByRole('button', { name: 'Measure by a clock' }).click();
    await house.assertPainted(studio.page, 'negative'); // The camera's own picture is back.
    await studio.leave();
  });

  test('saves the painted picture and hands out the addresses', async () => {
    const studio = await house.studio('walk-7');
    await studio.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await studio.start('Negative');
    await house.assertPainted(studio.page, 'negative');
    const saving = studio.page.waitForEvent('download');
    await studio.page.getByRole('button', { name: 'Save picture' }).click();
    const download = await saving;
    assert.match(download.suggestedFilename(), /^walk-7-negative-.*\.png$/);
    const { difference } = compare(
      await filePixels(studio.page, readFileSync(await download.path())),
      await filePixels(studio.page, await house.painted('negative')),
      STILL_SHARE,
    );
    assert.ok(difference < 12, `the saved picture differs by ${difference}`);

    await studio.page.getByRole('button', { name: 'Share' }).click();
    await screenshot(studio.page, 'studio-share');
    /** @param {RegExp} name */
    const copied = async (name) => {
      await studio.page.getByRole('button', { name }).click();
      await studio.page.getByRole('status').getByText('Copied').first().waitFor();
      return studio.page.evaluate(() => navigator.clipboard.readText());
    };
    assert.equal(await copied(/Copy: Who opens/), `${house.server.url}/watch/walk-7`);
    assert.equal(await copied(/Copy: For OBS/), `${house.server.url}/overlay/walk-7`);
    assert.equal(
      await scan(studio.page.locator('#share canvas')),
      `${house.server.url}/watch/walk-7`,
    );
    await studio.page.getByRole('button', { name: 'Done' }).click();
    await studio.leave();
  });

  test('frees the name when its page is closed', async () => {
    const studio = await house.studio('walk-8');
    await studio.start('Negative');
    assert.ok((await house.server.live()).includes('walk-8'));
    await studio.leave();
    await freed('walk-8');
  });
});
