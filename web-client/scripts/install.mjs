// Runs `npm ci` only when it would change something: the first time, and when the lock file has
// changed since. A build without the network then works.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const MARK = 'node_modules/.installed-lock-sha256';
const wanted = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');

function installed() {
  try {
    return readFileSync(MARK, 'utf8');
  } catch {
    return '';
  }
}

if (installed() !== wanted) {
  const { status, error } = spawnSync('npm', ['ci'], { stdio: 'inherit', shell: true });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(MARK, wanted);
}
