// What others see and hear: the viewer page with its sound, the overlay, the crowd by HLS, and the
// door that has a key.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { moreFrames, open, phase, screenshot, startCamera } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { Server } from './lib/server.mjs';

/** @type {House} */
let house;

before(async () => {
  house = await House.open(['--max-viewers', '2']);
});

after(() => house?.close());

describe('a viewer', () => {
  test('hears the sound once it is asked for', async () => {
    const studio = await house.studio('sound-1');
    await studio.page.getByRole('checkbox', { name: 'With sound' }).check();
    await studio.start('Negative');
    const viewer = await house.viewer('sound-1');
    await phase(viewer.page, 'playing');
    const unmute = viewer.page.getByRole('button', { name: 'Turn the sound on' });
    await unmute.waitFor();
    await screenshot(viewer.page, 'viewer-sound');
    await unmute.click();
    assert.ok(await unmute.isHidden());
    await viewer.page.waitForFunction(heard); // The browser's own microphone beeps.
    await studio.page.getByRole('button', { name: 'Sound' }).click();
    await studio.page.getByRole('button', { name: 'Sound', pressed: false }).waitFor();
    await viewer.leave();
    await studio.leave();
  });

  test('beyond the limit sees the picture by HLS', async () => {
    const studio = await house.studio('crowd-1');
    await studio.start('Negative');
    const first = await house.viewer('crowd-1');
    await phase(first.page, 'playing');
    const second = await house.viewer('crowd-1');
    /** @type {string[]} */
    const asked = [];
    second.page.on('request', (request) => asked.push(request.url()));
    await phase(second.page, 'playing');
    const { source, live } = await second.page.evaluate(() => {
      const video = /** @type {HTMLVideoElement} */ (document.getElementById('painted'));
      return { source: video.currentSrc, live: video.srcObject !== null };
    });
    assert.match(source, /^blob:/);
    assert.equal(live, false);
    await moreFrames(second.page, 30);
    await house.assertPainted(second.page, 'negative');
    assert.ok(
      asked.some((url) => url.includes('_HLS_part=')),
      'hls.js waits for parts',
    );
    await screenshot(second.page, 'watch-hls');
    await second.leave();
    await moreFrames(studio.page, 5);
    await first.leave();
    await studio.leave();
  });
});

describe('the overlay', () => {
  test('is the picture alone, and nothing where there is none', async () => {
    const overlay = await open(house.browser, `${house.server.url}/overlay/over-2`);
    assert.equal(await visible(overlay.page), 0);
    const studio = await house.studio('over-2');
    await studio.start('Negative');
    await phase(overlay.page, 'playing');
    await house.assertPainted(overlay.page, 'negative');
    assert.ok((await visible(overlay.page)) > 0.8);
    assert.equal(await overlay.page.evaluate(() => document.body.innerText.trim()), '');
    await studio.page.getByRole('button', { name: 'Stop the camera' }).click();
    await phase(overlay.page, 'waiting');
    assert.equal(await visible(overlay.page), 0);
    await overlay.leave();
    await studio.leave();
  });
});

describe('a server with tokens', () => {
  test('is entered by one, typed in or brought in the address', async () => {
    const [publish, view] = ['publish-0123456789abcdef', 'view-0123456789abcdef'];
    const tokens = ['--set', `tokens.publish=${publish}`, '--set', `tokens.view=${view}`];
    const own = await Server.start(house.catalogue, 0, [
      ...tokens,
      ...['--set', 'tokens.admin=admin-0123456789abcdef'],
    ]);
    try {
      const { page, leave } = await open(house.browser, own.url);
      const field = page.getByLabel('Token');
      await field.fill('wrong');
      await field.press('Enter');
      await page.getByText(/no token of the server/).waitFor();
      await screenshot(page, 'studio-token');
      await field.fill(publish);
      await field.press('Enter');
      await startCamera(page, { name: 'door-1', style: 'Negative' });
      await page.getByText('Live as door-1').waitFor();

      const viewer = await open(house.browser, `${own.url}/watch/door-1#token=${view}`);
      await phase(viewer.page, 'playing');
      assert.equal(new URL(viewer.page.url()).hash, '');
      await moreFrames(viewer.page, 5);
      await viewer.leave();
      await leave();
    } finally {
      await own.stop();
    }
  });
});

/** Whether the page's video gives sound that is no silence. */
async function heard() {
  const video = /** @type {HTMLVideoElement} */ (document.getElementById('painted'));
  if (video.muted || !(video.srcObject instanceof MediaStream)) return false;
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(video.srcObject).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  for (let turn = 0; turn < 100; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    analyser.getFloatTimeDomainData(samples);
    if (samples.some((sample) => Math.abs(sample) > 0.01)) return true;
  }
  await context.close();
  return false;
}

/**
 * The share of a page that is not transparent.
 *
 * @param {import('playwright-core').Page} page
 */
async function visible(page) {
  const shot = await page.screenshot({ omitBackground: true });
  return page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(64, 36).getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(bitmap, 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    return [...data].filter((alpha, i) => i % 4 === 3 && alpha > 0).length / (64 * 36);
  }, shot.toString('base64'));
}
