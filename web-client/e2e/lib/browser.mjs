// Chromium with a clip for a camera, and what the tests do with its pages.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

/** @typedef {import('playwright-core').Page} Page */

export const SCREENSHOTS = new URL('../../target/screenshots/', import.meta.url).pathname;

/** The deadline of every wait. A machine that also trains a network may take its time. */
export const PATIENCE_MS = 60_000;

/**
 * Every browser has a fresh profile of its own.
 *
 * @param {string} [clip] Y4M file that stands in for the camera; none: there is no camera
 */
export function launch(clip) {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      ...(clip
        ? [
            '--use-fake-ui-for-media-stream',
            '--use-fake-device-for-media-stream',
            `--use-file-for-fake-video-capture=${clip}`,
          ]
        : []),
    ],
  });
}

/**
 * A page of its own browser context, which must not throw nor ask any other server.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {string} url
 * @param {{init?: () => void, permissions?: string[]}} [options] init runs before the page does
 */
export async function open(browser, url, { init, permissions = [] } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  /** @type {string[]} */
  const faults = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    const foreign = !request.url().startsWith(new URL(url).origin);
    if (foreign && !/^(data|blob):/.test(request.url())) faults.push(`asks ${request.url()}`);
  });
  if (init) await page.addInitScript(init);
  // A video without frames would hold up "load".
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  return {
    page,
    /** Closes the page as a visitor does, and fails if anything was amiss in it. */
    async leave() {
      await page.close({ runBeforeUnload: false });
      await context.close();
      if (faults.length > 0) throw new Error(`faults of ${url}:\n${faults.join('\n')}`);
    },
  };
}

/** @param {Page} page @param {string} name */
export async function screenshot(page, name) {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), animations: 'disabled' });
}

/** @param {Page} page @param {string} phase */
export async function phase(page, phase) {
  await page.waitForFunction((wanted) => document.body.dataset['phase'] === wanted, phase);
}

/**
 * Starts the camera by the page's own button and waits for the first painted picture.
 *
 * @param {Page} page the studio
 * @param {{name: string, style: string}} stream
 */
export async function startCamera(page, { name, style }) {
  await page.getByRole('radio', { name: style }).check();
  await page.getByLabel('Exhibited as').fill(name);
  await page.getByRole('button', { name: 'Start the camera' }).click();
  const failed = page.locator('#error:not([hidden])');
  await Promise.race([
    phase(page, 'live'),
    failed.waitFor().then(async () => {
      throw new Error(`the studio says: ${await failed.textContent()}`);
    }),
  ]);
}

/**
 * Waits until the page's painted video has shown so many more frames; returns how many it had.
 *
 * @param {Page} page
 * @param {number} frames
 */
export async function moreFrames(page, frames) {
  const count = () => {
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('painted'));
    return video.getVideoPlaybackQuality().totalVideoFrames;
  };
  const before = await page.evaluate(count);
  await page.waitForFunction((least) => {
    const video = /** @type {HTMLVideoElement} */ (document.getElementById('painted'));
    return video.getVideoPlaybackQuality().totalVideoFrames >= least;
  }, before + frames);
  return before;
}
