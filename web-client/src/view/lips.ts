/** What sound waits for where nothing is known yet. */
const USUAL_MS = 60;
/** A picture is held for no longer: a talk is harder to follow late than with lips that are off. */
const MOST_MS = 300;
/** Decoding and drawing are counted to what pictures are held for, a speaker's part is not. */
const DRAWING_MS = 30;
/** A change that nobody notices is not made. */
const STEADY_MS = 10;

/** What of a connection this sets. */
export type Receiving = Pick<RTCPeerConnection, 'getReceivers'>;

interface Waits {
  delay: number;
  forced: number;
  count: number;
}

/**
 * Holds the picture back as long as the sound waits in the browser, while somebody hears it; who
 * hears nothing sees the picture as soon as it comes.
 *
 * Browsers hold sound back against its uneven coming, on a busy machine by more than 100 ms, and
 * pictures by hardly anything. They bring the two together by the sender's reports, but slowly:
 * Chromium begins after nine seconds and takes ten more.
 */
export class Lips {
  #waitsMs = USUAL_MS;
  #last: Waits | null = null;

  constructor(
    private readonly peer: Receiving,
    private readonly video: HTMLMediaElement,
  ) {
    this.#match();
    video.addEventListener('volumechange', this.#match);
  }

  /** Takes what the connection tells of itself; about once a second. */
  read(report: RTCStatsReport): void {
    const now = waits(report);
    const last = this.#last;
    this.#last = now;
    if (!now || !last || now.count <= last.count) return;
    // What the browser itself holds sound back for, to match the picture, would go round in a circle.
    const seconds =
      (now.delay - last.delay - Math.max(0, now.forced - last.forced)) / (now.count - last.count);
    if (Math.abs(1000 * seconds - this.#waitsMs) <= STEADY_MS) return;
    this.#waitsMs = 1000 * seconds;
    this.#match();
  }

  close(): void {
    this.video.removeEventListener('volumechange', this.#match);
  }

  readonly #match = () => {
    const held = Math.max(0, Math.min(MOST_MS, Math.round(this.#waitsMs + DRAWING_MS)));
    for (const receiver of this.peer.getReceivers()) {
      if (receiver.track.kind === 'video') {
        receiver.jitterBufferTarget = this.video.muted ? null : held;
      }
    }
  };
}

/** How long sound has waited so far: sums over its samples, in seconds; `null` where none came. */
function waits(report: RTCStatsReport): Waits | null {
  const all = [...report.values()] as RTCInboundRtpStreamStats[];
  const sound = all.find((stats) => stats.type === 'inbound-rtp' && stats.kind === 'audio');
  const { jitterBufferDelay: delay, jitterBufferEmittedCount: count } = sound ?? {};
  if (delay === undefined || count === undefined) return null;
  const { jitterBufferTargetDelay: target = 0, jitterBufferMinimumDelay: least = target } =
    sound ?? {};
  return { delay, forced: target - least, count };
}
