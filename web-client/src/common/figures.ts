import type { StreamStatus } from './api';

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

type Counters = Pick<StreamStatus, 'received' | 'overwritten'>;

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
