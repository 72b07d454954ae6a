// Fetches a source that is killed every minute and comes back, and says minute by minute how long
// the picture was gone, how old it was that a player by RTSP saw, and what the server held.
//
//   npm run bench:pull -- [--minutes 60] [--style NAME] [--height 180] [--fps 10]
//
// The source is ffmpeg, which listens by RTMP and sends a clock. A picture that gets older from
// minute to minute would be drift.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { heading, memory, pause } from './lib/bench.mjs';
import { percentiles, playClock, sendClock } from './lib/clock.mjs';
import { Server } from './lib/server.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    style: { type: 'string', default: 'starry-night' },
    styles: { type: 'string', default: new URL('../../models/styles', import.meta.url).pathname },
    height: { type: 'string', default: '180' },
    fps: { type: 'string', default: '10' },
    port: { type: 'string', default: '19350' },
  },
});
const height = Number(values.height);
const picture = { width: (height * 16) / 9, height, rate: Number(values.fps) };
const url = `rtmp://127.0.0.1:${values.port}/live/clock`;
const MINUTE_MS = 60_000;
/** What is dead for so long is noticed as such; then it is started anew. */
const DEAD_MS = 2000;
const LOOK_MS = 100;

const send = () => sendClock(picture, ['-f', 'flv', '-listen', '1', url]);
const server = await Server.start(path.resolve(values.styles), 0, [
  '--set',
  'reach.allowed=127.0.0.1',
]);
let source = send();
/** @type {(number | null)[]} */
let ages = [];
/** @type {import('node:child_process').ChildProcess | null} */
let player = null;
try {
  const body = JSON.stringify({ name: 'far', url, style: values.style, onDemand: false });
  const headers = { 'content-type': 'application/json' };
  const made = await fetch(`${server.url}/api/v1/sources`, { method: 'POST', headers, body });
  if (!made.ok) throw new Error(await made.text());
  await back();
  await server.change('far', { strength: 0.3 });
  player = playClock(`${server.rtspUrl()}/far`, (age) => ages.push(age));
  player.once('exit', () => console.log('the player has ended'));
  heading('bench:pull');
  console.log(`stream   ${picture.width}x${height} at ${values.fps}, style ${values.style}\n`);
  console.log(
    '| minute | gone for, s | back after its start, s | pictures | latency p50/p95, ms | RSS, MiB |',
  );
  console.log('|---|---|---|---|---|---|');
  await pause(5000);
  for (let minute = 1; minute <= Number(values.minutes); minute++) {
    ages = [];
    const began = Date.now();
    await pause(MINUTE_MS / 2);
    const read = ages.filter((age) => age !== null);
    const latency = percentiles(read, 0.5, 0.95).join('/');
    const killed = Date.now();
    source.kill('SIGKILL');
    await pause(DEAD_MS);
    const started = Date.now();
    source = send();
    await back();
    const gone = Date.now() - killed;
    const after = Date.now() - started;
    console.log(
      `| ${[minute, s(gone), s(after), read.length, latency, memory(server).toFixed(0)].join(' | ')} |`,
    );
    await pause(Math.max(0, began + MINUTE_MS - Date.now()));
  }
} finally {
  source.kill('SIGKILL');
  player?.kill('SIGKILL');
  await server.stop();
}

/** Waits until new pictures of the source's are painted. */
async function back() {
  const patience = Date.now() + 2 * MINUTE_MS;
  for (let before = Infinity; Date.now() < patience; await pause(LOOK_MS)) {
    const response = await fetch(`${server.url}/api/v1/streams/far`);
    if (!response.ok) continue;
    const { state, statistics } = await response.json();
    if (state === 'live' && statistics.painted > before) return;
    before = state === 'live' ? Math.min(before, statistics.painted) : Infinity;
  }
  throw new Error(`the source does not come back:\n${server.log()}`);
}

/** @param {number} ms */
function s(ms) {
  return (ms / 1000).toFixed(1);
}
