// What every benchmark says and does alike.
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/**
 * Says when, where and by which command figures were taken.
 *
 * @param {string} script of package.json
 */
export function heading(script) {
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  console.log(`date     ${new Date().toISOString()}`);
  console.log(`machine  ${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} CPUs, ${memory}`);
  console.log(`command  npm run ${script} -- ${process.argv.slice(2).join(' ')}`);
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What the server holds now, in MiB. @param {import('./server.mjs').Server} server */
export function memory(server) {
  const status = readFileSync(`/proc/${server.process.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}
