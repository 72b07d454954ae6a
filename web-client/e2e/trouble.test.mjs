// What a visitor reads when something is amiss, and that the page can go on afterwards.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { launch, moreFrames, open, phase, screenshot, startCamera } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { Server } from './lib/server.mjs';

/** @type {House} */
let house;

before(async () => {
  house = await House.open();
});

after(() => house?.close());

/** @param {import('playwright-core').Page} page @param {RegExp} words */
async function assertSays(page, words) {
  const error = page.locator('#error:not([hidden])');
  await error.waitFor();
  assert.match((await error.textContent()) ?? '', words);
  assert.equal(await page.evaluate(() => document.body.dataset['phase']), 'idle');
}

describe('a studio without a camera', () => {
  test('says that there is none', async () => {
    const bare = await launch();
    try {
      const { page, leave } = await open(bare, house.server.url, { permissions: ['camera'] });
      await page.getByRole('button', { name: 'Start the camera' }).click();
      await assertSays(page, /No camera was found/);
      await screenshot(page, 'studio-no-camera');
      await leave();
    } finally {
      await bare.close();
    }
  });

  test('says how to allow it when it is denied', async () => {
    const { page, leave } = await open(house.browser, house.server.url, {
      init: () => {
        navigator.mediaDevices.getUserMedia = () =>
          Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
      },
    });
    await page.getByRole('button', { name: 'Start the camera' }).click();
    await assertSays(page, /Allow it/);
    await leave();
  });

  test('says why a page from elsewhere has none', async () => {
    // What a browser shows a page that came by plain HTTP from another computer.
    const { page, leave } = await open(house.browser, house.server.url, {
      init: () => Object.defineProperty(navigator, 'mediaDevices', { value: undefined }),
    });
    await page.getByRole('button', { name: 'Start the camera' }).click();
    await assertSays(page, /localhost.*https/);
    await leave();
  });
});

describe('a studio whose server is in trouble', () => {
  test('hears of a style that is gone, when it starts and while it runs', async () => {
    const { page, leave } = await open(house.browser, house.server.url, {
      init: () => {
        const real = window.fetch;
        window.fetch = async (...call) => {
          const response = await real(...call);
          if (!String(call[0]).endsWith('/styles')) return response;
          const styles = await response.json();
          return Response.json([...styles, { ...styles[0], name: 'gone', title: 'Gone Style' }]);
        };
      },
    });
    await page.getByRole('radio', { name: 'Gone Style' }).check();
    await page.getByRole('button', { name: 'Start the camera' }).click();
    await assertSays(page, /gone/);

    await startCamera(page, { name: 'gone-1', style: 'Negative' });
    await page.getByRole('radio', { name: 'Gone Style' }).click();
    const trouble = page.locator('#trouble:not([hidden])');
    await trouble.waitFor();
    assert.match((await trouble.textContent()) ?? '', /gone/);
    await page.getByRole('radio', { name: 'Negative', checked: true }).waitFor();
    await moreFrames(page, 5); // The picture goes on in the old style.
    await leave();
  });

  test('says why the server ended the stream, and tries no more', async () => {
    const { page, leave } = await open(house.browser, house.server.url);
    let published = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes('/whip/')) published++;
    });
    const why =
      /ended the stream\. Style faulty painted a picture of 320x180 all in one tone.*Choose another style/;
    // Before the first picture …
    await assert.rejects(startCamera(page, { name: 'end-1', style: 'Faulty' }), why);
    await assertSays(page, why);
    assert.equal(published, 1);
    await screenshot(page, 'studio-ended');

    // … and in the midst of it.
    await startCamera(page, { name: 'end-1', style: 'Negative' });
    await page.getByRole('radio', { name: 'Faulty' }).check();
    await assertSays(page, why);
    assert.equal(published, 2);

    await startCamera(page, { name: 'end-1', style: 'Negative' });
    await fetch(`${house.server.url}/api/v1/streams/end-1`, { method: 'DELETE' });
    await assertSays(page, /ended on request.*Start again/);
    assert.equal(published, 3);
    await leave();
  });

  test('goes on by itself when the server is back', async () => {
    const own = await Server.start(house.catalogue);
    const { port } = new URL(own.url);
    const { page, leave } = await open(house.browser, own.url);
    await startCamera(page, { name: 'lost-1', style: 'Negative' });
    const viewer = await open(house.browser, `${own.url}/watch/lost-1`);
    await phase(viewer.page, 'playing');

    assert.equal(await own.stop(), 0, `the server did not stop well:\n${own.log()}`);
    await phase(page, 'lost');
    await phase(viewer.page, 'waiting');
    await page
      .getByText(/does not answer.*Trying again/)
      .first()
      .waitFor();
    await screenshot(page, 'studio-server-gone');

    const again = await Server.start(house.catalogue, Number(port));
    try {
      await phase(page, 'live');
      await phase(viewer.page, 'playing');
      await moreFrames(page, 5);
      await moreFrames(viewer.page, 5);
      await viewer.leave();
      await leave();
    } finally {
      await again.stop();
    }
  });

  test('can be left while the server is gone', async () => {
    const own = await Server.start(house.catalogue);
    const { page, leave } = await open(house.browser, own.url);
    await startCamera(page, { name: 'lost-2', style: 'Negative' });
    await own.stop();
    await phase(page, 'lost');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await phase(page, 'idle');
    await page.getByRole('button', { name: 'Start the camera' }).click();
    await assertSays(page, /server does not answer/);
    await leave();
  });
});

describe('every page', () => {
  test('fits a phone, idle and live', async () => {
    const { page, leave } = await open(house.browser, house.server.url);
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.getByRole('radio', { name: 'Negative' }).waitFor();
    assert.ok((await overflow()) <= 0, 'the idle studio is wider than the phone');
    await screenshot(page, 'studio-phone-idle');
    await startCamera(page, { name: 'phone-1', style: 'Negative' });
    await page.locator('#painted-rate', { hasText: 'frames/s' }).waitFor();
    assert.ok((await overflow()) <= 0, 'the live studio is wider than the phone');
    await screenshot(page, 'studio-phone-live');
    await leave();
  });

  test('says so when the address names no stream', async () => {
    const { page, leave } = await open(house.browser, `${house.server.url}/watch/%20`);
    await page.getByRole('heading', { name: 'No such picture' }).waitFor();
    assert.match((await page.textContent('main')) ?? '', /name/);
    await leave();
  });
});
