// The way of a visitor who has Firefox: a camera is painted, watched and measured.
import assert from 'node:assert/strict';
import { networkInterfaces } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { launchFirefox, openFirefox } from './lib/firefox.mjs';
import { House } from './lib/house.mjs';

/** Red, green and blue of a picture and of its negative make this. */
const WHITE = 255;
/** What two encoders, and a colour that changes meanwhile, may make of it. */
const TOLERANCE = 40;

/** Firefox sends media to no loopback address; a machine that has no other is none for it. */
const network = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.family === 'IPv4' && !address.internal);

/** @type {House} */
let house;
/** @type {import('puppeteer-core').Browser} */
let firefox;

before(async () => {
  house = await House.open();
  firefox = await launchFirefox();
});

after(async () => {
  await firefox?.close();
  await house?.close();
});

describe('in Firefox', () => {
  const skip = network ? false : 'this machine has no network';
  test('a camera is painted, watched and measured', { skip }, async () => {
    const studio = await openFirefox(firefox, house.server.url);
    const { page } = studio;
    await page.locator('input[name=style][value=negative]').click();
    await page.locator('aria/Exhibited as').fill('fox');
    await page.locator('#sound').click();
    await page.locator('aria/Start the camera[role="button"]').click();
    await page.waitForFunction(() => document.body.dataset['phase'] === 'live');
    await page.waitForFunction(
      (white, tolerance) => {
        /** @param {string} selector */
        const colour = (selector) => {
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = 1;
          const context = canvas.getContext('2d');
          const video = /** @type {HTMLVideoElement} */ (document.querySelector(selector));
          context?.drawImage(video, 100, 100, 16, 16, 0, 0, 1, 1);
          return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
        };
        const source = colour('#original');
        const painted = colour('#painted');
        const sums = source.map((value, i) => value + (painted[i] ?? 0));
        const apart = source.some(
          (value, i) => Math.abs(value - (painted[i] ?? 0)) > 2 * tolerance,
        );
        return apart && sums.every((sum) => Math.abs(sum - white) < tolerance);
      },
      {},
      WHITE,
      TOLERANCE,
    );

    await page.locator('#measure').click();
    await page.waitForFunction(() =>
      /p95/.test(document.getElementById('latency')?.textContent ?? ''),
    );
    await studio.screenshot('firefox-studio');

    const viewer = await openFirefox(firefox, `${house.server.url}/watch/fox`);
    await viewer.page.waitForFunction(() => {
      const video = document.querySelector('video');
      return (video?.videoWidth ?? 0) > 0 && (video?.currentTime ?? 0) > 1;
    });
    await viewer.page.locator('aria/Turn the sound on').click();
    await viewer.page.waitForFunction(() => {
      const video = document.querySelector('video');
      const stream = /** @type {MediaStream | null} */ (video?.srcObject ?? null);
      // A track is muted until something comes.
      return video?.muted === false && stream?.getAudioTracks().some((track) => !track.muted);
    });
    const stream = await house.server.stream('fox');
    assert.equal(stream.sound, true);
    assert.equal(stream.viewers, 2);
    await viewer.leave();
    await studio.leave();
  });
});
