// Measures how old the picture is that gets to a player by RTSP (ffmpeg) and to a browser by WHEP:
// ffmpeg pushes a clock by RTSP, the server paints it with some of the source showing through.
//
//   npm run bench:broadcast -- [--seconds 20] [--style NAME] [--height 360] [--fps 25]
//
// All of it counts: encoding at the source, decoding, painting, encoding, and decoding by who plays.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { heading, pause } from './lib/bench.mjs';
import { launch, open, phase } from './lib/browser.mjs';
import { age, percentiles, playClock, sendClock, watchClock } from './lib/clock.mjs';
import { Server } from './lib/server.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    style: { type: 'string', default: 'starry-night' },
    styles: { type: 'string', default: new URL('../../models/styles', import.meta.url).pathname },
    height: { type: 'string', default: '360' },
    fps: { type: 'string', default: '25' },
  },
});
const seconds = Number(values.seconds);
const height = Number(values.height);
const picture = { width: (height * 16) / 9, height, rate: Number(values.fps) };
/** Players and encoders are warm after that. */
const SETTLING_MS = 5000;

const server = await Server.start(path.resolve(values.styles));
const rtsp = `${server.rtspUrl()}/clock`;
const to = ['-f', 'rtsp', '-rtsp_transport', 'tcp', `${rtsp}?style=${values.style}`];
const browser = await launch();
const source = sendClock(picture, to);
/** @type {import('node:child_process').ChildProcess | null} */
let player = null;
try {
  while (!(await server.live()).includes('clock')) {
    if (source.exitCode !== null) throw new Error('ffmpeg could not publish');
    await pause(300);
  }
  await server.change('clock', { strength: 0.3 });
  heading('bench:broadcast');
  console.log(`stream   ${picture.width}x${height} at ${values.fps}, style ${values.style}\n`);
  console.log(
    '| played by | pictures | unreadable | latency p50/p95, ms | in the server p50/p95 |',
  );
  console.log('|---|---|---|---|---|');

  /** @type {(number | null)[]} */
  let ages = [];
  player = playClock(rtsp, (age) => ages.push(age));
  await pause(SETTLING_MS);
  ages = [];
  await pause(1000 * seconds);
  await print('RTSP over TCP', ages);
  player.kill('SIGKILL');

  const { page } = await open(browser, `${server.url}/watch/clock`);
  await phase(page, 'playing');
  await pause(SETTLING_MS);
  const seen = await watchClock(page, 1000 * seconds);
  await print(
    'WHEP',
    seen.map(({ luma, now }) => age(luma, now)),
  );
} finally {
  source.kill('SIGKILL');
  player?.kill('SIGKILL');
  await browser.close();
  await server.stop();
}

/** @param {string} by @param {(number | null)[]} ages */
async function print(by, ages) {
  const read = ages.filter((age) => age !== null);
  const { delayMillis } = (await server.stream('clock')).statistics;
  console.log(
    `| ${[
      by,
      ages.length,
      ages.length - read.length,
      percentiles(read, 0.5, 0.95).join('/'),
      `${delayMillis.p50}/${delayMillis.p95}`,
    ].join(' | ')} |`,
  );
}
