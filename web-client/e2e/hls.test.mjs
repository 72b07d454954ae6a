// Viewers for whom there is no room by WebRTC: they see the stream by HLS, with hls.js.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { moreFrames, screenshot } from './lib/browser.mjs';
import { House } from './lib/house.mjs';

/** @type {House} */
let house;

before(async () => {
  house = await House.open(['--max-viewers', '1']);
});

after(() => house?.close());

describe('a viewer too many', () => {
  test('sees the painting by HLS', async () => {
    const { page: studio, leave: leaveStudio, start } = await house.studio('crowd-1');
    // The studio itself takes the only place.
    await start('Negative');
    /** @type {string[]} */
    const asked = [];
    const { page, leave } = await house.viewer('crowd-1');
    page.on('request', (request) => asked.push(request.url()));
    await moreFrames(page, 30);
    await house.assertPainted(page, 'negative');
    assert.ok(
      asked.some((url) => url.includes('_HLS_part=')),
      'hls.js waits for parts',
    );
    await screenshot(page, 'watch-hls');
    await leave();
    await moreFrames(studio, 5);
    await leaveStudio();
  });
});
