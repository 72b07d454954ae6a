// The whole way, as a visitor walks it: a camera is published by the page's own button, painted by
// the real server, and watched in a second browser context.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  PATIENCE_MS,
  launch,
  moreFrames,
  open,
  phase,
  screenshot,
  startCamera,
} from './lib/browser.mjs';
import { STILL_SHARE, picture, writeClip } from './lib/clip.mjs';
import { compare, encode, filePixels, framePixels } from './lib/compare.mjs';
import { Server, allaprima } from './lib/server.mjs';
import { copyShipped, publishNegative } from './lib/styles.mjs';

const WIDTH = 320;
const HEIGHT = 180;

/** @type {string} */
let folder;
/** @type {string} */
let catalogue;
/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Server} */
let server;
/** @type {string} */
let original;
/** @type {boolean} */
let shipped;

before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'allaprima-e2e-'));
  catalogue = path.join(folder, 'styles');
  const clip = path.join(folder, 'clip.y4m');
  writeClip(clip, WIDTH, HEIGHT);
  browser = await launch(clip);

  const page = await browser.newPage();
  const frame = picture(WIDTH, HEIGHT, 0);
  original = path.join(folder, 'original.png');
  writeFileSync(original, await encode(page, frame, 'image/png'));
  const preview = await encode(page, frame, 'image/jpeg');
  await page.close();
  publishNegative(catalogue, { name: 'negative', title: 'Negative', planes: 'yuv' }, preview);
  publishNegative(catalogue, { name: 'turned', title: 'Turned Colours', planes: 'uv' }, preview);
  shipped = copyShipped(catalogue, 'starry-night');
  server = await Server.start(catalogue);
});

after(async () => {
  await browser?.close();
  const code = await server?.stop();
  rmSync(folder, { recursive: true, force: true });
  if (server) assert.equal(code, 0, `the server did not stop well:\n${server.log()}`);
});

/** @param {string} name */
async function openStudio(name) {
  const { page, leave } = await open(browser, server.url);
  const start = (/** @type {string} */ style) => startCamera(page, { name, style });
  return { page, leave, start };
}

/** @param {string} name */
const openViewer = (name) => open(browser, `${server.url}/watch/${name}`);

/**
 * Waits until the watched picture is the original as painted by the command line in that style.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} style
 */
async function assertPainted(page, style) {
  const file = path.join(folder, `${style}.png`);
  await allaprima(
    'stylize',
    original,
    '-o',
    file,
    '--style',
    style,
    '--styles',
    catalogue,
    '--overwrite',
  );
  const reference = await filePixels(page, readFileSync(file));
  const unpainted = await filePixels(page, readFileSync(original));
  const black = reference.map(() => 0);
  const apart = compare(unpainted, reference, STILL_SHARE).difference;
  assert.ok(apart > 12, `${style} hardly changes the picture (${apart}): it can prove nothing`);

  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    // The encoder starts blurred, and after a change of style old frames are still on their way.
    await moreFrames(page, 1);
    const seen = await framePixels(page);
    const { difference, correlation } = compare(seen, reference, STILL_SHARE);
    const toOriginal = compare(seen, unpainted, STILL_SHARE).difference;
    const toBlack = compare(seen, black, STILL_SHARE).difference;
    if (difference < toOriginal / 3 && correlation > 0.9 && toBlack > 25) return;
    assert.ok(
      Date.now() < deadline,
      `the watched picture is not painted in ${style}: it differs by ${difference.toFixed(1)} from ` +
        `the painted picture (correlation ${correlation.toFixed(2)}), by ${toOriginal.toFixed(1)} ` +
        `from the original, by ${toBlack.toFixed(1)} from black`,
    );
  }
}

/**
 * Switches the measuring on and waits until the clock is read from the painted picture.
 *
 * @param {import('playwright-core').Page} studio
 */
async function assertMeasures(studio) {
  await studio.getByRole('button', { name: 'Measure latency' }).click();
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
  while ((await server.streams()).includes(name)) {
    assert.ok(Date.now() < deadline, `${name} is still published`);
  }
}

describe('the studio', () => {
  test('publishes the camera, and a second browser watches it painted', async () => {
    const studio = await openStudio('walk-1');
    await screenshot(studio.page, 'studio-idle');
    await studio.start('Negative');
    const viewer = await openViewer('walk-1');
    await phase(viewer.page, 'playing');
    await moreFrames(viewer.page, 10);
    await assertPainted(viewer.page, 'negative');
    await assertPainted(studio.page, 'negative');

    await studio.page.getByRole('radio', { name: 'Side by side' }).check();
    await studio.page.waitForFunction(() =>
      ['camera-rate', 'painted-rate', 'latency', 'skipped'].every(
        (id) => document.getElementById(id)?.textContent !== '–',
      ),
    );
    assert.match((await studio.page.textContent('#latency')) ?? '', /^≈ [\d.]+ m?s$/);
    await screenshot(studio.page, 'studio-side-by-side');
    await viewer.page.getByText(/frames\/s/).waitFor();
    await screenshot(viewer.page, 'viewer');

    const status = await server.status('walk-1');
    assert.equal(status.style, 'negative');
    assert.equal(status.width, WIDTH);
    assert.equal(status.height, HEIGHT);
    assert.equal(status.viewers, 2);
    await viewer.leave();
    await studio.leave();
  });

  test('changes the style while it runs', async () => {
    const studio = await openStudio('walk-2');
    await studio.start('Negative');
    const viewer = await openViewer('walk-2');
    await phase(viewer.page, 'playing');
    await assertPainted(viewer.page, 'negative');

    await studio.page.getByRole('radio', { name: 'Turned Colours' }).check();
    await assertPainted(viewer.page, 'turned');
    await studio.page.getByRole('heading', { name: 'Turned Colours' }).waitFor();
    await viewer.page.getByText('Turned Colours').waitFor();
    await viewer.leave();
    await studio.leave();
  });

  test('paints in the shipped style', async (t) => {
    if (!shipped) return t.skip('models/styles/starry-night is not there');
    const studio = await openStudio('walk-3');
    await studio.start('Starry Night');
    const viewer = await openViewer('walk-3');
    await phase(viewer.page, 'playing');
    await assertPainted(viewer.page, 'starry-night');
    await screenshot(studio.page, 'studio-shipped-style');
    await assertMeasures(studio.page);
    await screenshot(studio.page, 'studio-measuring-shipped-style');
    await viewer.leave();
    await studio.leave();
  });

  test('stops; the viewer waits and sees the next picture by itself', async () => {
    const studio = await openStudio('walk-4');
    const viewer = await openViewer('walk-4');
    await viewer.page.getByRole('heading', { name: 'The easel is empty' }).waitFor();
    await screenshot(viewer.page, 'viewer-waiting');

    await studio.start('Negative');
    await phase(viewer.page, 'playing');
    await studio.page.getByRole('button', { name: 'Stop the camera' }).click();
    await phase(studio.page, 'idle');
    await viewer.page.getByRole('heading', { name: 'The easel is empty' }).waitFor();

    await studio.start('Turned Colours');
    await phase(viewer.page, 'playing');
    await assertPainted(viewer.page, 'turned');
    await viewer.leave();
    await studio.leave();
  });

  test('refuses a name that is in use, in words; a reload frees it', async () => {
    const first = await openStudio('walk-5');
    await first.start('Negative');
    const second = await openStudio('walk-5');
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
    const studio = await openStudio('walk-6');
    await studio.start('Negative');
    await studio.page.getByRole('radio', { name: 'Painted only' }).check();
    await assertMeasures(studio.page);
    await screenshot(studio.page, 'studio-measuring');

    await studio.page.getByRole('button', { name: 'Measure latency' }).click();
    await assertPainted(studio.page, 'negative'); // The camera's own picture is back.
    await studio.leave();
  });

  test('saves the painted picture and hands out the link', async () => {
    const studio = await openStudio('walk-7');
    await studio.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await studio.start('Negative');
    await assertPainted(studio.page, 'negative');
    const saving = studio.page.waitForEvent('download');
    await studio.page.getByRole('button', { name: 'Save picture' }).click();
    const download = await saving;
    assert.match(download.suggestedFilename(), /^walk-7-negative-.*\.png$/);
    const saved = readFileSync(await download.path());
    const reference = readFileSync(path.join(folder, 'negative.png'));
    const { difference } = compare(
      await filePixels(studio.page, saved),
      await filePixels(studio.page, reference),
      STILL_SHARE,
    );
    assert.ok(difference < 12, `the saved picture differs by ${difference}`);

    await studio.page.getByRole('button', { name: 'Copy link' }).click();
    await studio.page.getByRole('button', { name: 'Copied' }).waitFor();
    const link = await studio.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, `${server.url}/watch/walk-7`);
    await studio.leave();
  });

  test('frees the name when its page is closed', async () => {
    const studio = await openStudio('walk-8');
    await studio.start('Negative');
    assert.ok((await server.streams()).includes('walk-8'));
    await studio.leave();
    await freed('walk-8');
  });
});
