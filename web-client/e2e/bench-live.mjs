// Measures the whole live way: camera → page → server → painter → page. The latency is that of the
// clock which the page draws into the picture and reads back from the painted one.
//
//   npm run bench:live -- [--seconds 30] [--style NAME] [--styles DIR] [--height 360] [--first-frame]
//
// --first-frame ends with the first painted frame in the browser.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launch, open, phase, screenshot } from './lib/browser.mjs';
import { writeClip } from './lib/clip.mjs';
import { Server } from './lib/server.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '30' },
    style: { type: 'string' },
    styles: { type: 'string', default: new URL('../../models/styles', import.meta.url).pathname },
    height: { type: 'string', default: '360' },
    'first-frame': { type: 'boolean', default: false },
  },
});
const seconds = Number(values.seconds);
const height = Number(values.height);
const width = (height * 16) / 9;
const folder = mkdtempSync(path.join(tmpdir(), 'allaprima-bench-'));
const clip = path.join(folder, 'clip.y4m');
writeClip(clip, width, height);
const begun = performance.now();
const server = await Server.start(path.resolve(values.styles));
const started = performance.now();
const browser = await launch(clip);
try {
  const result = await measure();
  if (result) print(result);
} finally {
  await browser.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}

async function measure() {
  const engine = await (await fetch(`${server.url}/api/v1/engine`)).json();
  const opened = performance.now();
  const { page, leave } = await open(browser, server.url);
  const style = values.style ?? engine.style;
  await page.locator(`input[name=style][value="${style}"]`).check();
  await page.getByLabel('Exhibited as').fill('bench');
  await page.getByRole('combobox', { name: 'Size' }).selectOption(values.height);
  const clicked = performance.now();
  await page.getByRole('button', { name: 'Start the camera' }).click();
  await phase(page, 'live');
  console.log(
    `first frame    ${since(begun, started)} s until the server is ready, ` +
      `${since(clicked)} s from the click to the first painted frame, ` +
      `${since(opened)} s from the page's opening`,
  );
  if (values['first-frame']) {
    await leave();
    return null;
  }
  await page.getByRole('button', { name: 'Measure by a clock' }).click();
  // Begins with the first frame whose clock is read: encoders and networks are warm by then.
  await page.locator('#latency', { hasText: 'p95' }).waitFor();

  const before = await server.stream('bench');
  const start = performance.now();
  const measured = new AbortController();
  const delays = poll(measured.signal);
  const clocks = await page.evaluate(
    (ms) =>
      new Promise((/** @type {(latencies: (number | null)[]) => void} */ resolve) => {
        /** @type {(number | null)[]} */
        const latencies = [];
        const video = document.getElementById('painted');
        video?.addEventListener('clock', (event) => {
          latencies.push(/** @type {CustomEvent<number | null>} */ (event).detail);
        });
        setTimeout(() => resolve(latencies), ms);
      }),
    1000 * seconds,
  );
  measured.abort();
  const elapsed = (performance.now() - start) / 1000;
  const now = await server.stream('bench');
  await screenshot(page, 'bench-live');
  const readings = await delays;
  await leave();
  return { engine, before, now, elapsed, clocks, delays: readings };
}

/** @param {number} from @param {number} [to] */
function since(from, to = performance.now()) {
  return ((to - from) / 1000).toFixed(1);
}

/** The server's own figures, once a second. @param {AbortSignal} over */
async function poll(over) {
  const all = [];
  while (!over.aborted) {
    all.push((await server.stream('bench')).statistics.delayMillis);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  return all;
}

/** @param {NonNullable<Awaited<ReturnType<typeof measure>>>} result */
function print({ engine, before, now, elapsed, clocks, delays }) {
  const [was, is] = [before.statistics, now.statistics];
  const received = is.received - was.received;
  const read = clocks.filter((latency) => latency !== null);
  const unreadable = (100 * (clocks.length - read.length)) / clocks.length;
  const memory = server.peakMemory();
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} CPUs, ${gib(totalmem())} GiB`;
  const lines = {
    date: new Date().toISOString(),
    machine,
    engine: `${engine.device}, Allaprima ${engine.version}`,
    command: `npm run bench:live -- ${process.argv.slice(2).join(' ')}`.replace(/ -- $/, ''),
    stream: `${now.width}x${now.height}, style ${Object.keys(now.settings.styles).join('+')}, ${elapsed.toFixed(1)} s`,
    received: `${(received / elapsed).toFixed(1)} frames/s`,
    painted: `${((is.painted - was.painted) / elapsed).toFixed(1)} frames/s`,
    network: `${is.paintMillis.toFixed(1)} ms a frame (median)`,
    overwritten: `${((100 * (is.overwritten - was.overwritten)) / received).toFixed(1)} %`,
    latency:
      `p50 ${at(read, 0.5)} ms, p95 ${at(read, 0.95)} ms, p99 ${at(read, 0.99)} ms from the page's canvas to its painted ` +
      `picture (${read.length} frames read, ${unreadable.toFixed(1)} % unreadable)`,
    drift: `p50 of each minute: ${minutes(clocks)} ms`,
    'server delay':
      `p50 ${at(
        delays.map((delay) => delay.p50),
        0.5,
      )} ms, ` +
      `p95 ${at(
        delays.map((delay) => delay.p95),
        0.5,
      )} ms (medians of the readings)`,
    'server memory': memory === null ? 'not known here' : `${memory.toFixed(0)} MiB at its peak`,
  };
  for (const [name, value] of Object.entries(lines)) console.log(`${name.padEnd(14)} ${value}`);
}

/** The median of each minute's latencies. @param {(number | null)[]} clocks */
function minutes(clocks) {
  const parts = Math.max(1, Math.round(seconds / 60));
  const each = Math.ceil(clocks.length / parts);
  const medians = [];
  for (let from = 0; from < clocks.length; from += each) {
    const read = clocks.slice(from, from + each).filter((latency) => latency !== null);
    medians.push(at(read, 0.5));
  }
  return medians.join(' ');
}

/** @param {number[]} values @param {number} p */
function at(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? NaN).toFixed(0);
}

/** @param {number} bytes */
function gib(bytes) {
  return (bytes / 2 ** 30).toFixed(0);
}
