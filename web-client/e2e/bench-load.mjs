// Measures what streams and viewers cost the server: streams are pushed by RTSP, watched by WebRTC
// in a browser and by HLS.
//
//   npm run bench:load -- [--loads 1x0,1x4,1x0x4,2x0] [--seconds 20] [--style NAME] [--height 360]
//                         [--fps 15]
//
// A load is STREAMSxVIEWERSxHLS: so many viewers by WebRTC and by HLS of the first stream. What
// pushes and watches runs on the same machine; the server's share of the processors is its own.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { heading, memory, pause } from './lib/bench.mjs';
import { launch, open } from './lib/browser.mjs';
import { Server } from './lib/server.mjs';

const { values } = parseArgs({
  options: {
    loads: { type: 'string', default: '1x0,1x1,1x4,1x0x4,2x0,3x0' },
    seconds: { type: 'string', default: '20' },
    style: { type: 'string', default: 'starry-night' },
    styles: { type: 'string', default: new URL('../../models/styles', import.meta.url).pathname },
    height: { type: 'string', default: '360' },
    fps: { type: 'string', default: '15' },
  },
});
const seconds = Number(values.seconds);
const height = Number(values.height);
const width = (height * 16) / 9;
/** Linux counts a process' time in hundredths of a second. */
const TICKS = 100;
/** Rates and latencies of a stream are of its last seconds. */
const SETTLING_MS = 6000;

const folder = mkdtempSync(path.join(tmpdir(), 'allaprima-load-'));
const clip = path.join(folder, 'clip.mkv');
// Encoded once, so that pushing costs little.
execFileSync('ffmpeg', [
  ...['-v', 'error', '-f', 'lavfi', '-i', `testsrc2=size=${width}x${height}:rate=${values.fps}`],
  ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000', '-t', '20'],
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-g', values.fps],
  ...['-c:a', 'aac', clip],
]);
heading('bench:load');
console.log(`streams  ${width}x${height} at ${values.fps}, style ${values.style}, ${seconds} s\n`);
console.log(
  '| streams | WebRTC | HLS | frames/s of each | under way p50/p95, ms | render scale | server CPU, % of a core | RSS, MiB |',
);
console.log('|---|---|---|---|---|---|---|---|');
try {
  for (const load of values.loads.split(',')) {
    const [streams = 1, viewers = 0, hls = 0] = load.split('x').map(Number);
    console.log(await measure(streams, viewers, hls));
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** @param {number} streams @param {number} viewers @param {number} hls */
async function measure(streams, viewers, hls) {
  const server = await Server.start(path.resolve(values.styles));
  const names = Array.from({ length: streams }, (_, i) => `load-${i + 1}`);
  const sources = names.map((name) => push(`${server.rtspUrl()}/${name}?style=${values.style}`));
  const browser = viewers > 0 ? await launch() : null;
  const over = new AbortController();
  try {
    for (const [i, name] of names.entries()) {
      while (!(await server.live()).includes(name)) {
        if (sources[i]?.exitCode !== null) return `| ${streams} | the server refuses ${name} |`;
        await pause(300);
      }
    }
    if (browser) await watch(browser, `${server.url}/watch/load-1`, viewers);
    const players = Array.from({ length: hls }, () => play(`${server.url}/hls/load-1/`, over));
    await pause(SETTLING_MS);
    const before = { time: performance.now(), cpu: processTime(server), painted: await painted() };
    await pause(1000 * seconds);
    const elapsed = (performance.now() - before.time) / 1000;
    const cpu = (100 * (processTime(server) - before.cpu)) / TICKS / elapsed;
    const rates = (await painted()).map((count, i) => (count - (before.painted[i] ?? 0)) / elapsed);
    const all = await Promise.all(names.map((name) => server.stream(name)));
    over.abort();
    await Promise.all(players);
    return `| ${[
      streams,
      viewers,
      hls,
      rates.map((rate) => rate.toFixed(1)).join(' '),
      all
        .map(({ statistics: { delayMillis } }) => `${delayMillis.p50}/${delayMillis.p95}`)
        .join(' '),
      all.map(({ statistics }) => statistics.renderScale).join(' '),
      cpu.toFixed(0),
      memory(server).toFixed(0),
    ].join(' | ')} |`;
  } finally {
    over.abort();
    sources.forEach((source) => source.kill('SIGKILL'));
    await browser?.close();
    await server.stop();
  }

  async function painted() {
    const all = await Promise.all(names.map((name) => server.stream(name)));
    return all.map(({ statistics }) => statistics.painted);
  }
}

/** @param {string} url */
function push(url) {
  const input = ['-stream_loop', '-1', '-re', '-i', clip, '-c', 'copy'];
  return spawn('ffmpeg', ['-v', 'error', ...input, '-f', 'rtsp', '-rtsp_transport', 'tcp', url], {
    stdio: ['ignore', 'ignore', 'ignore'],
  });
}

/** @param {import('playwright-core').Browser} browser @param {string} url @param {number} count */
async function watch(browser, url, count) {
  for (let i = 0; i < count; i++) {
    const { page } = await open(browser, url);
    await page.waitForFunction(() => document.body.dataset['phase'] === 'playing');
  }
}

/**
 * Fetches what a player does, and throws it away.
 *
 * @param {string} folder
 * @param {AbortController} over
 */
async function play(folder, over) {
  const had = new Set();
  try {
    while (!over.signal.aborted) {
      const playlist = await (await fetch(`${folder}index.m3u8`, over)).text();
      for (const [, name = ''] of playlist.matchAll(/URI="([^"]+)"|^([^#\s]\S*)$/gm)) {
        if (!name || had.has(name)) continue;
        had.add(name);
        await (await fetch(folder + name, over)).arrayBuffer();
      }
      await pause(300);
    }
  } catch (error) {
    if (!over.signal.aborted) throw error;
  }
}

/** What the server has computed so far, in ticks. @param {Server} server */
function processTime(server) {
  const stat = readFileSync(`/proc/${server.process.pid}/stat`, 'utf8');
  // The name in parentheses may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}
