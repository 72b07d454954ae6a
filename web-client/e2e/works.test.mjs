// Files that are painted whole, and recordings: sent, followed, played, fetched, deleted.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { moreFrames, phase, screenshot } from './lib/browser.mjs';
import { House } from './lib/house.mjs';
import { allaprima } from './lib/server.mjs';

/** @type {House} */
let house;
/** @type {string} */
let video;

before(async () => {
  house = await House.open();
  video = path.join(house.folder, 'holiday.mp4');
  const clip = path.join(house.folder, 'clip.y4m');
  const styles = ['--style', 'turned', '--styles', house.catalogue];
  await allaprima('stylize', clip, '-o', video, ...styles);
});

after(() => house?.close());

/** @param {import('playwright-core').Page} page @param {string} title */
const work = (page, title) => page.locator('.work', { hasText: title });

/**
 * Plays a work in the page and waits until its video moves.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} title
 */
async function plays(page, title) {
  await page.getByRole('button', { name: `Play ${title}` }).click();
  await page.waitForFunction(() => {
    const video = /** @type {HTMLVideoElement | null} */ (document.querySelector('#player video'));
    return video !== null && video.currentTime > 0.2;
  });
}

/**
 * Fetches a work by its link and returns how many bytes it has.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} title
 */
async function fetched(page, title) {
  const saving = page.waitForEvent('download');
  await page.getByRole('link', { name: `Download ${title}` }).click();
  return statSync(await (await saving).path()).size;
}

describe('a file', () => {
  test('is sent, painted, played, fetched and deleted', async () => {
    const { page, leave } = await house.studio('files-1');
    await page.getByRole('radio', { name: 'Negative' }).check();
    await page.getByLabel('Choose a file').setInputFiles(video);
    await work(page, 'holiday.mp4')
      .getByText(/Sending|Waiting|Painting/)
      .waitFor();
    await work(page, 'holiday.mp4').getByText('Painted like Negative').waitFor();
    assert.ok((await fetched(page, 'holiday.mp4')) > 1000);
    await plays(page, 'holiday.mp4');
    await screenshot(page, 'studio-playing-a-work');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Delete holiday.mp4' }).click();
    await work(page, 'holiday.mp4').waitFor({ state: 'detached' });
    await leave();
  });

  test('can be let go over the page; what is none is refused in words', async () => {
    const { page, leave } = await house.studio('files-2');
    await page.getByRole('radio', { name: 'Negative' }).check();
    const photo = readFileSync(house.original).toString('base64');
    await page.evaluate((base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], 'portrait.png', { type: 'image/png' }));
      dataTransfer.items.add(new File(['no video'], 'poem.mp4', { type: 'video/mp4' }));
      const send = (/** @type {string} */ type) =>
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true }));
      for (const type of ['dragenter', 'dragover', 'drop']) send(type);
    }, photo);
    await work(page, 'portrait.png').getByText('Painted like Negative').waitFor();
    await page.locator('.work[data-state=failed]', { hasText: 'poem.mp4' }).waitFor();
    await work(page, 'poem.mp4').scrollIntoViewIfNeeded();
    await screenshot(page, 'studio-works');
    await page.getByRole('button', { name: 'Show portrait.png' }).click();
    await page.getByRole('img', { name: 'portrait.png, painted' }).waitFor();
    await leave();
  });
});

describe('a stream', () => {
  test('is made of a video from disk, with its end and its beginning', async () => {
    const { page, leave } = await house.studio('disk-1');
    await page.getByText('Video', { exact: true }).click();
    await page.getByRole('button', { name: 'Start the video' }).click();
    await page.getByText('No video is chosen yet').waitFor();
    await page.getByLabel('Video file').setInputFiles(video);
    await page.getByRole('radio', { name: 'Turned Colours' }).check();
    await page.getByLabel('Exhibited as').fill('disk-1');
    await page.getByRole('button', { name: 'Start the video' }).click();
    await phase(page, 'live');
    // The video's colours were turned already: turned again they are the original's.
    await house.assertUnpainted(page, 'turned');
    await moreFrames(page, 60); // It lasts a second: it has begun anew.
    await page.getByRole('button', { name: 'Stop the video' }).click();
    await phase(page, 'idle');
    await leave();
  });

  test('is made of the screen', async () => {
    const { page, leave } = await house.studio('screen-1');
    await page.getByText('Screen', { exact: true }).click();
    await page.getByRole('radio', { name: 'Negative' }).check();
    await page.getByLabel('Exhibited as').fill('screen-1');
    await page.getByRole('button', { name: 'Start the screen' }).click();
    await phase(page, 'live');
    await moreFrames(page, 5);
    await leave();
  });

  test('is recorded, played and fetched', async () => {
    const { page, leave, start } = await house.studio('record-1');
    await start('Negative');
    await page.getByRole('button', { name: 'Record' }).click();
    await page.getByRole('button', { name: 'Stop, 0:01' }).waitFor();
    await work(page, 'record-1').getByText('Recording').waitFor();
    await moreFrames(page, 20);
    await screenshot(page, 'studio-recording');
    await page.getByRole('button', { name: 'Stop, 0:' }).click();
    await work(page, 'record-1').getByText('Recorded').waitFor();
    await moreFrames(page, 5); // The stream goes on.
    assert.ok((await fetched(page, 'record-1')) > 1000);
    await plays(page, 'record-1');
    await leave();
  });
});
