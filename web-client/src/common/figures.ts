import type { Statistics } from './api';

/** A latency for people: `180 ms`, `1.4 s`. */
export function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Frames a second for people: whole numbers, one digit more when there are few. */
export function rate(perSecond: number): string {
  return perSecond >= 9.95 ? perSecond.toFixed(0) : perSecond.toFixed(1);
}

export function percent(share: number): string {
  const value = 100 * share;
  if (value > 0 && value < 1) return '< 1 %';
  return `${Math.round(value)} %`;
}

type Counters = Pick<Statistics, 'received' | 'overwritten'>;

/** The share of the frames received between two readings that newer ones replaced. */
export function skippedShare(before: Counters, now: Counters): number | null {
  const received = now.received - before.received;
  if (received <= 0) return null;
  return Math.min(1, Math.max(0, (now.overwritten - before.overwritten) / received));
}

/** What `skippedShare` means to somebody who watches. */
export function skippedWords(share: number): string {
  if (share < 0.005) return 'every frame is painted';
  return `${percent(share)} skipped to stay live`;
}

/** A length of time for people: `0:07`, `12:30`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] ? parts : parts.slice(1);
  return shown.map((part, index) => (index ? String(part).padStart(2, '0') : part)).join(':');
}

/** A file's size for people, in powers of ten: `640 kB`, `1.2 GB`. */
export function size(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes || 1) / 3)));
  const value = bytes / 1000 ** power;
  return `${value < 10 && power > 0 ? value.toFixed(1) : value.toFixed(0)} ${units[power]}`;
}

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** Several things as one: `A`, `A and B`, `A, B and C`. */
export const together = (things: string[]) => list.format(things);
