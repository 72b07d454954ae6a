/** One entry of `RTCPeerConnection.getStats()`; browsers differ in which numbers they fill in. */
interface Entry {
  type: string;
  [field: string]: unknown;
}

/** What a connection's statistics say of its last interval; `null` where they say nothing. */
export interface Leg {
  /** Network round trip in milliseconds. */
  roundTripMs: number | null;
  /** Mean time of a frame in this browser: encoder when it sends, buffer and decoder otherwise. */
  frameMs: number | null;
  framesPerSecond: number | null;
  /** Frames encoded or decoded since the connection began. */
  frames: number | null;
}

type Totals = { seconds: number; frames: number }[];

/** Reads one connection's statistics again and again and gives the figures of each interval. */
export class LegMeter {
  #before: Totals = [];

  constructor(private readonly direction: 'sending' | 'receiving') {}

  read(report: { forEach(callback: (entry: Entry) => void): void }): Leg {
    const entries: Entry[] = [];
    report.forEach((entry) => entries.push(entry));
    const sending = this.direction === 'sending';
    const rtp = entries.find(
      (entry) =>
        entry.type === (sending ? 'outbound-rtp' : 'inbound-rtp') && entry['kind'] === 'video',
    );
    const pair = entries.find(
      (entry) =>
        entry.type === 'candidate-pair' &&
        entry['nominated'] === true &&
        entry['state'] === 'succeeded',
    );
    const roundTrip = number(pair, 'currentRoundTripTime');
    const totals: Totals = sending
      ? [total(rtp, 'totalEncodeTime', 'framesEncoded')]
      : [
          total(rtp, 'jitterBufferDelay', 'jitterBufferEmittedCount'),
          total(rtp, 'totalDecodeTime', 'framesDecoded'),
        ];
    const frameMs = this.#interval(totals);
    this.#before = totals;
    return {
      roundTripMs: roundTrip === null ? null : 1000 * roundTrip,
      frameMs,
      framesPerSecond: number(rtp, 'framesPerSecond'),
      frames: number(rtp, sending ? 'framesEncoded' : 'framesDecoded'),
    };
  }

  #interval(totals: Totals): number | null {
    let ms = 0;
    for (const [index, now] of totals.entries()) {
      const before = this.#before[index] ?? { seconds: 0, frames: 0 };
      const frames = now.frames - before.frames;
      if (!(frames > 0)) return null;
      ms += (1000 * (now.seconds - before.seconds)) / frames;
    }
    return ms;
  }
}

/**
 * How long a picture takes from one browser through the server to another, as far as the parts are
 * known: half of each round trip, the browsers' own work, and the server's delay. What no one
 * measures (the camera, the server's receive buffer, the screen) is missing, so it errs low.
 *
 * @param sending `null` for a viewer of somebody else's stream: its way to the server is unknown
 */
export function estimateMs(sending: Leg | null, serverMs: number, receiving: Leg): number | null {
  const legs = sending ? [sending, receiving] : [receiving];
  let ms = serverMs;
  for (const leg of legs) {
    if (leg.roundTripMs === null || leg.frameMs === null) return null;
    ms += leg.roundTripMs / 2 + leg.frameMs;
  }
  return ms;
}

function number(entry: Entry | undefined, field: string): number | null {
  const value = entry?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function total(entry: Entry | undefined, seconds: string, frames: string) {
  return { seconds: number(entry, seconds) ?? NaN, frames: number(entry, frames) ?? NaN };
}
