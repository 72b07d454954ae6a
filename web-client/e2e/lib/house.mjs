// What every test file needs: a folder, a camera's clip, a browser, a catalogue, a server.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PATIENCE_MS, launch, moreFrames, open, startCamera } from './browser.mjs';
import { STILL_SHARE, picture, writeClip } from './clip.mjs';
import { compare, encode, filePixels, framePixels } from './compare.mjs';
import { Server, allaprima } from './server.mjs';
import { copyShipped, publishFaulty, publishGallery, publishNegative } from './styles.mjs';

export const WIDTH = 320;
export const HEIGHT = 180;

export class House {
  /** @type {Map<string, Buffer>} */
  #painted = new Map();

  /**
   * @param {string} folder
   * @param {string} catalogue
   * @param {import('playwright-core').Browser} browser
   * @param {Server} server
   * @param {boolean} shipped whether the shipped style is there
   */
  constructor(folder, catalogue, browser, server, shipped) {
    this.folder = folder;
    this.catalogue = catalogue;
    this.browser = browser;
    this.server = server;
    this.shipped = shipped;
    this.original = path.join(folder, 'original.png');
  }

  /**
   * Styles: Negative and Turned Colours, each of its own network; Soft, Dim and Inverse, which can
   * be mixed; Faulty, which can't paint the clip; Starry Night where it is shipped.
   *
   * @param {string[]} [args] further ones of the server
   */
  static async open(args = []) {
    const folder = mkdtempSync(path.join(tmpdir(), 'allaprima-e2e-'));
    const catalogue = path.join(folder, 'styles');
    const clip = path.join(folder, 'clip.y4m');
    writeClip(clip, WIDTH, HEIGHT);
    const browser = await launch(clip);
    const page = await browser.newPage();
    const frame = picture(WIDTH, HEIGHT, 0);
    writeFileSync(path.join(folder, 'original.png'), await encode(page, frame, 'image/png'));
    const preview = await encode(page, frame, 'image/jpeg');
    await page.close();
    publishNegative(catalogue, { name: 'negative', title: 'Negative', planes: 'yuv' }, preview);
    publishNegative(catalogue, { name: 'turned', title: 'Turned Colours', planes: 'uv' }, preview);
    publishFaulty(catalogue, { name: 'faulty', title: 'Faulty' }, preview);
    publishGallery(catalogue, preview);
    const shipped = copyShipped(catalogue, 'starry-night');
    // A stream of one test stays for a while on its slate, beside those of the next.
    const server = await Server.start(catalogue, 0, ['--max-streams', '32', ...args]);
    return new House(folder, catalogue, browser, server, shipped);
  }

  async close() {
    await this.browser.close();
    const code = await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
    assert.equal(code, 0, `the server did not stop well:\n${this.server.log()}`);
  }

  /**
   * The studio, where a stream of that name is to be.
   *
   * @param {string} name
   */
  async studio(name) {
    const { page, leave } = await open(this.browser, this.server.url);
    /** @param {string} style */
    const start = (style) => startCamera(page, { name, style });
    return { page, leave, start };
  }

  /** @param {string} name */
  viewer(name) {
    return open(this.browser, `${this.server.url}/watch/${name}`);
  }

  /**
   * The original as the command line paints it in that style.
   *
   * @param {string} style
   */
  async painted(style) {
    const known = this.#painted.get(style);
    if (known) return known;
    const file = path.join(this.folder, `${style}.png`);
    await allaprima(
      ...['stylize', this.original, '-o', file, '--style', style],
      ...['--styles', this.catalogue, '--overwrite'],
    );
    const bytes = readFileSync(file);
    this.#painted.set(style, bytes);
    return bytes;
  }

  /**
   * Waits until the watched picture is the original as painted by the command line in that style.
   *
   * @param {import('playwright-core').Page} page
   * @param {string} style
   */
  async assertPainted(page, style) {
    const reference = await filePixels(page, await this.painted(style));
    const unpainted = await filePixels(page, readFileSync(this.original));
    const apart = compare(unpainted, reference, STILL_SHARE).difference;
    assert.ok(apart > 12, `${style} hardly changes the picture (${apart}): it can prove nothing`);
    await this.assertSees(page, reference, unpainted, `painted in ${style}`);
  }

  /**
   * Waits until the watched picture is the source itself and not the painting.
   *
   * @param {import('playwright-core').Page} page
   * @param {string} style in which it would be painted
   */
  async assertUnpainted(page, style) {
    const painted = await filePixels(page, await this.painted(style));
    const unpainted = await filePixels(page, readFileSync(this.original));
    await this.assertSees(page, unpainted, painted, 'the source itself');
  }

  /**
   * Waits until the watched picture is one and not another, nor black.
   *
   * @param {import('playwright-core').Page} page
   * @param {number[]} wanted
   * @param {number[]} other
   * @param {string} what
   */
  async assertSees(page, wanted, other, what) {
    const black = wanted.map(() => 0);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      // The encoder starts blurred, and after a change old frames are still on their way.
      await moreFrames(page, 1);
      const seen = await framePixels(page);
      const { difference, correlation } = compare(seen, wanted, STILL_SHARE);
      const toOther = compare(seen, other, STILL_SHARE).difference;
      const toBlack = compare(seen, black, STILL_SHARE).difference;
      if (difference < toOther / 3 && correlation > 0.9 && toBlack > 25) return;
      assert.ok(
        Date.now() < deadline,
        `the watched picture is not ${what}: it differs from that by ${difference.toFixed(1)} ` +
          `(correlation ${correlation.toFixed(2)}), by ${toOther.toFixed(1)} from what it should ` +
          `not be, by ${toBlack.toFixed(1)} from black`,
      );
    }
  }

  /**
   * Waits until a stream's settings are as a function wants them.
   *
   * @param {string} name
   * @param {(settings: import('../../src/common/api').Settings) => boolean} wanted
   */
  async settled(name, wanted) {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const { settings } = await this.server.stream(name);
      if (wanted(settings)) return settings;
      assert.ok(Date.now() < deadline, `the settings stay ${JSON.stringify(settings)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
