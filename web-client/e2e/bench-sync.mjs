// Measures how far sound and picture are apart: a clip that flashes and beeps in one moment is
// pushed by RTSP, painted, watched by WebRTC in a browser and recorded.
//
//   npm run bench:sync -- [--seconds 60] [--style NAME] [--height 360] [--fps 25] [--quiet]
//
// A beep is late by so many milliseconds; below 0 it is early. --quiet leaves the browser out.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launch, open, phase } from './lib/browser.mjs';
import { Server } from './lib/server.mjs';
import { offsetsOfFile, publishFlashes, watchFlashes } from './lib/sync.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    style: { type: 'string', default: 'starry-night' },
    styles: { type: 'string', default: new URL('../../models/styles', import.meta.url).pathname },
    height: { type: 'string', default: '360' },
    fps: { type: 'string', default: '25' },
    quiet: { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const height = Number(values.height);
const picture = { width: (height * 16) / 9, height, rate: Number(values.fps) };

const folder = mkdtempSync(path.join(tmpdir(), 'allaprima-sync-'));
const server = await Server.start(path.resolve(values.styles));
const browser = values.quiet ? null : await launch();
const source = publishFlashes(`${server.rtspUrl()}/sync?style=${values.style}`, picture);
try {
  await live();
  // Some of the source shows through, so that a flash is one in every style.
  await server.change('sync', { strength: 0.3 });
  const take = await post(`${server.url}/api/v1/streams/sync/recordings`);
  const seen = browser ? await watch(browser) : await pause(1000 * seconds);
  const { file } = await post(`${server.url}/api/v1/recordings/${take.id}/stop`);
  const recording = path.join(folder, 'sync.mp4');
  writeFileSync(recording, Buffer.from(await (await fetch(server.url + file)).arrayBuffer()));
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} CPUs`;
  console.log(`date           ${new Date().toISOString()}`);
  console.log(`machine        ${machine}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB`);
  console.log(`command        npm run bench:sync -- ${process.argv.slice(2).join(' ')}`);
  const { statistics } = await server.stream('sync');
  console.log(
    `stream         ${picture.width}x${height} at ${values.fps}, painted ` +
      `${statistics.paintedPerSecond} a second, ${statistics.delayMillis.p50} ms under way, ` +
      `sound held back by ${statistics.soundDelayMillis} ms`,
  );
  print('recording', await offsetsOfFile(recording));
  if (seen) print('browser', seen);
} finally {
  source.kill('SIGKILL');
  await browser?.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}

async function live() {
  while (!(await server.live()).includes('sync')) {
    if (source.exitCode !== null) throw new Error('ffmpeg could not publish');
    await pause(500);
  }
}

/** @param {import('playwright-core').Browser} browser */
async function watch(browser) {
  const { page } = await open(browser, `${server.url}/watch/sync`);
  await phase(page, 'playing');
  await page.getByRole('button', { name: 'Turn the sound on' }).click();
  return watchFlashes(page, 1000 * seconds);
}

/** @param {string} url */
async function post(url) {
  const response = await fetch(url, { method: 'POST' });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

/** @param {number} ms @returns {Promise<null>} */
function pause(ms) {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}

/**
 * All of it, then minute by minute.
 *
 * @param {string} where
 * @param {number[]} offsets one a second
 */
function print(where, offsets) {
  const of = (/** @type {number[]} */ some) => {
    const sorted = [...some].sort((a, b) => a - b);
    const at = (/** @type {number} */ p) => sorted[Math.floor(p * (sorted.length - 1))]?.toFixed(0);
    return `${at(0.5)} ms, 5 to 95 % ${at(0.05)} to ${at(0.95)}`;
  };
  console.log(`${where.padEnd(14)} beeps late by ${of(offsets)} (${offsets.length} flashes)`);
  const minutes = [];
  for (let from = 0; from + 60 <= offsets.length; from += 60) {
    minutes.push(of(offsets.slice(from, from + 60)).split(' ms')[0]);
  }
  if (minutes.length > 1)
    console.log(`${''.padEnd(14)} medians of its minutes: ${minutes.join(' ')}`);
}
