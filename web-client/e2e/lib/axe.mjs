// What axe finds against WCAG 2.1 AA in a page, in every look that the page has.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { screenshot } from './browser.mjs';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
const WIDTHS = [360, 1280];

/**
 * axe gives up on the contrast of what stands on a gradient or over a picture. So each gradient is
 * made its first colour, then its last, and every picture that words may lie over black, then white: the extremes of what is
 * there to be read on.
 */
const GROUNDS = /** @type {const} */ ([
  { stop: 0, picture: '#000' },
  { stop: -1, picture: '#fff' },
]);

/**
 * Asserts that nothing is found, and that the contrast of all text could be measured.
 *
 * @param {import('playwright-core').Page} page as it stands
 * @param {string} what for the screenshots
 */
export async function assertAccessible(page, what) {
  await page.evaluate(axe.source);
  /** @type {string[]} */
  const found = [];
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const width of WIDTHS) {
      // Without motion no colour is on its way to another while it is looked at.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 800 });
      await screenshot(page, `access-${what}-${colorScheme}-${width}`);
      for (const ground of GROUNDS) {
        const { passes, violations, incomplete } = await look(page, ground);
        assert.ok(passes.length > 0, 'axe has looked at nothing');
        const unsure = incomplete.filter(({ id }) => id === 'color-contrast');
        for (const { id, nodes } of [...violations, ...unsure]) {
          const places = nodes.map(({ html, any }) => `${html}: ${any[0]?.message ?? ''}`);
          found.push(`${what}, ${colorScheme}, ${width} px: ${id}\n${places.join('\n')}`);
        }
      }
    }
  }
  assert.equal(found.join('\n\n'), '');
}

/** @param {import('playwright-core').Page} page @param {typeof GROUNDS[number]} ground */
function look(page, ground) {
  return page.evaluate(
    async ({ stop, picture, values }) => {
      /** @type {(() => void)[]} */
      const undo = [];
      for (const element of document.querySelectorAll('*')) {
        if (!(element instanceof HTMLElement)) continue;
        const { backgroundImage } = getComputedStyle(element);
        const colours = backgroundImage.match(/rgba?\([^)]*\)/g);
        const before = element.style.cssText;
        if (element.matches('video, #hero')) {
          // Its own content would still count as a picture.
          element.style.opacity = '0';
          if (element.parentElement) {
            const parent = element.parentElement;
            const its = parent.style.cssText;
            parent.style.background = picture;
            undo.push(() => (parent.style.cssText = its));
          }
        } else if (element.matches('.gallery, .stage')) {
          // What is out of sight, scrolled away or under what stays, can't be looked at.
          element.style.flexWrap = 'wrap';
          element.style.position = 'static';
        } else if (backgroundImage.includes('gradient') && colours) {
          element.style.backgroundImage = 'none';
          const colour = colours.at(stop) ?? '';
          if (!colour.endsWith(', 0)')) element.style.backgroundColor = colour;
        } else continue;
        undo.unshift(() => (element.style.cssText = before));
      }
      const { axe } = /** @type {{axe: typeof import('axe-core')}} */ (
        /** @type {unknown} */ (window)
      );
      try {
        return await axe.run(document, { runOnly: { type: 'tag', values } });
      } finally {
        for (const one of undo) one();
      }
    },
    { ...ground, values: WCAG },
  );
}
