// The real server and the real command line, run from the built jar.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const JAR = new URL('../../../server/live/target/allaprima-live.jar', import.meta.url).pathname;
const START_MS = 120_000;

/** @param {string[]} args */
function command(args) {
  if (!existsSync(JAR)) {
    throw new Error(`${JAR} is not there. Build it: mvn -pl server/live -am package -DskipTests`);
  }
  const home = process.env['JAVA_HOME'];
  const java = home ? path.join(home, 'bin', 'java') : 'java';
  const flags = (process.env['ALLAPRIMA_JAVA_FLAGS'] ?? '').split(/\s+/).filter(Boolean);
  return /** @type {const} */ ([java, [...flags, '-jar', JAR, ...args]]);
}

/**
 * Runs `allaprima` with arguments to its end; throws with what it said if it fails.
 *
 * @param {string[]} args
 */
export async function allaprima(...args) {
  const { stdout } = await promisify(execFile)(...command(args), { timeout: START_MS });
  return stdout;
}

export class Server {
  /**
   * @param {import('node:child_process').ChildProcess} process
   * @param {string} url without a slash at its end
   * @param {() => string} log what it has printed of late
   * @param {string} folder where it keeps its files
   */
  constructor(process, url, log, folder) {
    this.folder = folder;
    this.process = process;
    this.url = url;
    this.log = log;
  }

  /**
   * Starts a server and waits until it is ready.
   *
   * @param {string} styles folder of the catalogue
   * @param {number} [port] 0 for any free one
   * @param {string[]} [more] further arguments
   */
  static async start(styles, port = 0, more = []) {
    const folder = mkdtempSync(path.join(tmpdir(), 'allaprima-e2e-data-'));
    const [java, args] = command([
      'serve',
      ...['--port', String(port), '--rtsp-port', '0', '--rtsp-udp-port', '0'],
      ...['--styles', styles, '--folder', folder],
      ...more,
    ]);
    const child = spawn(java, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    /** @type {string[]} */
    const lines = [];
    const keep = (/** @type {string} */ line) => {
      lines.push(line);
      if (lines.length > 200) lines.shift();
    };
    const log = () => lines.join('\n');
    createInterface({ input: child.stderr }).on('line', keep);
    const url = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill();
        reject(new Error(`the server is not ready after ${START_MS / 1000} s:\n${log()}`));
      }, START_MS);
      child.once('exit', (code) => {
        clearTimeout(timer);
        reject(new Error(`the server ended with code ${code}:\n${log()}`));
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        keep(line);
        const ready = /^Allaprima is ready on (http:\S+?)\/?$/.exec(line);
        if (!ready) return;
        clearTimeout(timer);
        resolve(ready[1]);
      });
    });
    return new Server(child, url, log, folder);
  }

  /** Where it takes RTSP, without a slash at its end. */
  rtspUrl() {
    const [address] = /rtsp:\/\/[^:]*:\d+/.exec(this.log()) ?? [];
    if (!address) throw new Error(`the server does not say where it takes RTSP:\n${this.log()}`);
    return address;
  }

  /** @param {string} name */
  async stream(name) {
    const response = await fetch(`${this.url}/api/v1/streams/${name}`);
    if (!response.ok) throw new Error(await response.text());
    return /** @type {import('../../src/common/api').Stream} */ (await response.json());
  }

  /**
   * Changes settings as somebody else would, past the page.
   *
   * @param {string} name
   * @param {import('../../src/common/api').SettingsPatch} patch
   */
  async change(name, patch) {
    const response = await fetch(`${this.url}/api/v1/streams/${name}/settings`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify(patch),
    });
    if (!response.ok) throw new Error(await response.text());
  }

  /** Names of the streams that somebody publishes now. */
  async live() {
    const response = await fetch(`${this.url}/api/v1/streams`);
    const streams = /** @type {import('../../src/common/api').Stream[]} */ (await response.json());
    return streams.filter((stream) => stream.state === 'live').map((stream) => stream.name);
  }

  /** The most memory that it has held so far, in MiB; `null` where the system does not tell. */
  peakMemory() {
    try {
      const status = readFileSync(`/proc/${this.process.pid}/status`, 'utf8');
      const match = /VmHWM:\s+(\d+) kB/.exec(status);
      return match ? Number(match[1]) / 1024 : null;
    } catch {
      return null;
    }
  }

  /** Asks it to stop, as Ctrl-C does; returns its exit code, `null` if a signal ended it. */
  async stop() {
    if (this.process.exitCode !== null) return this.process.exitCode;
    const exit = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 20_000);
    const [code] = await exit;
    clearTimeout(timer);
    rmSync(this.folder, { recursive: true, force: true });
    return /** @type {number | null} */ (code);
  }
}
