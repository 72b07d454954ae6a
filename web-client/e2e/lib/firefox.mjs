// Firefox, which has a camera of one changing colour. It keeps away from loopback addresses and
// other things of its own, so what is tried in Chromium alone may not work in it.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import puppeteer from 'puppeteer-core';
import { PATIENCE_MS, SCREENSHOTS } from './browser.mjs';

export function launchFirefox() {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env['FIREFOX'] ?? '/usr/bin/firefox-esr',
    protocolTimeout: 2 * PATIENCE_MS,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
    },
  });
}

/**
 * A page, which must not throw.
 *
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 */
export async function openFirefox(browser, url) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.setViewport({ width: 1280, height: 800 });
  /** @type {string[]} */
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  return {
    page,
    /** @param {string} name */
    async screenshot(name) {
      mkdirSync(SCREENSHOTS, { recursive: true });
      await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
    },
    /** Closes the page, and fails if anything was amiss in it. */
    async leave() {
      await page.close();
      if (faults.length > 0) throw new Error(`faults of ${url}:\n${faults.join('\n')}`);
    },
  };
}
