// That everybody can use the pages: by WCAG as far as a program can tell, without motion, by the
// keyboard alone, and by ear.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible } from './lib/axe.mjs';
import { moreFrames, open, phase, startCamera } from './lib/browser.mjs';
import { House } from './lib/house.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** @type {House} */
let house;

before(async () => {
  house = await House.open();
});

after(() => house?.close());

describe('by WCAG 2.1 AA', () => {
  test('the studio is in order, idle, live, and with its dialogue open', async () => {
    const { page, start, leave } = await house.studio('axe-1');
    await page.getByRole('radio', { name: 'Negative' }).waitFor();
    await assertAccessible(page, 'studio-idle');

    // Everything that can be there at once.
    await start('Soft');
    await page.getByRole('radio', { name: 'Mix' }).check();
    await page.getByRole('checkbox', { name: 'Inverse' }).check();
    await page.getByRole('radio', { name: 'By colour' }).check();
    await page.getByRole('checkbox', { name: 'Small, over the source' }).check();
    await page.getByRole('button', { name: 'Before / after' }).click();
    await page.getByRole('button', { name: 'Record' }).click();
    await page.getByText(/^Recording/).waitFor();
    await page.locator('#painted-rate', { hasText: 'frames/s' }).waitFor();
    await assertAccessible(page, 'studio-live');
    await page.getByRole('button', { name: 'Share' }).click();
    await assertAccessible(page, 'studio-share');
    await page.keyboard.press('Escape');
    await leave();
  });

  test('the viewer and the overlay are in order, with and without a picture', async () => {
    const viewer = await house.viewer('axe-2');
    await viewer.page.getByRole('heading', { name: 'The easel is empty' }).waitFor();
    await assertAccessible(viewer.page, 'viewer-waiting');
    const overlay = await open(house.browser, `${house.server.url}/overlay/axe-2`);
    await assertAccessible(overlay.page, 'overlay-waiting');

    const studio = await house.studio('axe-2');
    await studio.start('Negative');
    await phase(viewer.page, 'playing');
    await viewer.page.getByText(/frames\/s/).waitFor();
    await assertAccessible(viewer.page, 'viewer-playing');
    await phase(overlay.page, 'playing');
    await assertAccessible(overlay.page, 'overlay-playing');
    await overlay.leave();
    await viewer.leave();
    await studio.leave();
  });

  test('a studio in trouble is in order', async () => {
    const { page, start, leave } = await house.studio('axe-3');
    await start('Negative');
    await fetch(`${house.server.url}/api/v1/streams/axe-3`, { method: 'DELETE' });
    await page.getByRole('alert').getByText('ended on request').waitFor();
    await assertAccessible(page, 'studio-error');
    await leave();
  });
});

describe('for whom motion is too much', () => {
  test('nothing moves', async () => {
    const { page, leave } = await open(house.browser, house.server.url, {
      init: () => {
        /** @type {string[]} */
        const moves = [];
        Object.assign(window, { moves });
        for (const kind of ['transitionrun', 'animationstart']) {
          const note = (/** @type {Event} */ event) => {
            moves.push(`${kind} of ${/** @type {Element} */ (event.target).outerHTML}`);
          };
          addEventListener(kind, note, true);
        }
        const scroll = Element.prototype.scrollIntoView;
        Element.prototype.scrollIntoView = function (how) {
          if (typeof how === 'object' && how.behavior !== 'instant') moves.push('a scroll');
          scroll.call(this, how);
        };
      },
    });
    const moves = () =>
      page.evaluate(() => /** @type {{moves: string[]}} */ (/** @type {unknown} */ (window)).moves);
    const walk = async () => {
      await page.getByRole('button', { name: 'Start the camera' }).hover();
      await page.getByRole('checkbox', { name: 'With sound' }).check();
      await page.getByRole('checkbox', { name: 'With sound' }).uncheck();
      await drop(page);
      await page.getByText('is no', { exact: false }).first().waitFor();
    };
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('radio', { name: 'Negative' }).waitFor();
    await walk();
    await startCamera(page, { name: 'still-1', style: 'Negative' });
    await page.getByRole('button', { name: 'Record' }).click();
    await page.getByRole('button', { name: /Stop, / }).hover();
    await moreFrames(page, 5);
    const running = await page.evaluate(() => document.getAnimations().length);
    assert.deepEqual([running, await moves()], [0, []]);

    // The same moves where nobody minds, so that it is known to be seen.
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await phase(page, 'idle');
    await walk();
    const kinds = (await moves()).map((move) => move.split(' of ')[0]);
    for (const kind of ['transitionrun', 'a scroll']) assert.ok(kinds.includes(kind), kind);
    await leave();
  });
});

/** Drops a file that is no video. @param {Page} page */
async function drop(page) {
  const data = await page.evaluateHandle(() => {
    const files = new DataTransfer();
    files.items.add(new File(['no'], 'no.mp4', { type: 'video/mp4' }));
    return files;
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

describe('with the keyboard alone', () => {
  test('one publishes, changes the style and stops', async () => {
    const { page, leave } = await open(house.browser, house.server.url);
    await page.getByRole('radio', { name: 'Negative' }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '');
    /** @param {() => Promise<boolean>} there @param {string} keys */
    const tabTo = async (there, keys = 'Tab') => {
      for (let presses = 0; presses < 40; presses++) {
        await page.keyboard.press(keys);
        if (await there()) return;
      }
      assert.fail(`${keys} never comes there`);
    };
    /** @param {string} id */
    const at = (id) => async () => (await focused()) === id;
    const atStyle = () =>
      page.evaluate(
        () => /** @type {HTMLInputElement} */ (document.activeElement).name === 'style',
      );

    await tabTo(at('name'));
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Tasten 1');
    await tabTo(at('start-button'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await phase(page, 'live');
    assert.equal(await page.inputValue('#name'), 'tasten-1');
    assert.equal(await focused(), 'stop');

    await tabTo(atStyle);
    const before = await page.locator('input[name=style]:checked').inputValue();
    await page.keyboard.press('ArrowLeft');
    const after = await page.locator('input[name=style]:checked').inputValue();
    assert.notEqual(after, before);
    await house.settled('tasten-1', ({ styles }) => styles[after] === 1);
    // The ring is to be seen where the keyboard is.
    const ring = await page.evaluate(() => {
      const label = document.activeElement?.closest('label');
      return label ? getComputedStyle(label).outlineStyle : 'none';
    });
    assert.equal(ring, 'solid');

    await tabTo(at('stop'), 'Shift+Tab');
    await page.keyboard.press('Enter');
    await phase(page, 'idle');
    assert.equal(await focused(), 'start-button');
    await leave();
  });
});

describe('by ear', () => {
  /** What a screen reader is given to say, in its order. */
  const listen = () => {
    /** @type {string[]} */
    const spoken = [];
    Object.assign(window, { spoken });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const region = element?.closest('[role=status], [role=alert]');
        // What is not rendered is not spoken.
        const text = region?.checkVisibility() ? (region.textContent ?? '').trim() : '';
        if (text !== '' && text !== spoken.at(-1)) spoken.push(text);
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  };

  /**
   * Waits until that was spoken, after all that was waited for before.
   *
   * @param {Page} page @param {string} words
   */
  const hears = (page, words) =>
    page.waitForFunction((wanted) => {
      const { spoken } = /** @type {{spoken: string[]}} */ (/** @type {unknown} */ (window));
      const at = spoken.findIndex((text) => text.includes(wanted));
      if (at >= 0) spoken.splice(0, at + 1);
      return at >= 0;
    }, words);

  /** @param {Page} page */
  async function assertReady(page) {
    const silent = await page.evaluate(() =>
      [...document.querySelectorAll('[role=status]')]
        .filter((region) => !region.checkVisibility() && !region.closest('dialog'))
        .map((region) => region.outerHTML),
    );
    // A change that comes with its region is not spoken.
    assert.deepEqual(silent, []);
  }

  test('the studio tells how it stands', async () => {
    const { page, leave } = await open(house.browser, house.server.url, { init: listen });
    await page.getByRole('radio', { name: 'Negative' }).waitFor();
    await assertReady(page);
    await startCamera(page, { name: 'ear-1', style: 'Negative' });
    await hears(page, 'Waiting for the camera');
    await hears(page, 'Live as ear-1');
    await assertReady(page);
    await page.evaluate(() => {
      const strength = /** @type {HTMLInputElement} */ (document.getElementById('strength'));
      strength.max = '7';
      strength.value = '7';
      strength.dispatchEvent(new Event('input'));
    });
    await hears(page, 'Strength is 7');
    const viewer = await house.viewer('ear-1');
    await hears(page, 'Live as ear-1, 1 viewer');
    await viewer.leave();
    await fetch(`${house.server.url}/api/v1/streams/ear-1`, { method: 'DELETE' });
    await hears(page, 'ended on request');
    await leave();
  });

  test('the viewer tells when there is a picture and when there is none', async () => {
    const url = `${house.server.url}/watch/ear-2`;
    const viewer = await open(house.browser, url, { init: listen });
    await hears(viewer.page, 'The easel is empty');
    const studio = await house.studio('ear-2');
    await studio.start('Negative');
    await hears(viewer.page, 'The picture is there');
    await assertReady(viewer.page);
    await studio.page.getByRole('button', { name: 'Stop the camera' }).click();
    await hears(viewer.page, 'The painter is away');
    await viewer.leave();
    await studio.leave();
  });
});
