import { describe, expect, it } from 'vitest';
import { Lips, type Receiving } from '../src/view/lips';

const VIDEO = 0;

function watch({ muted }: { muted: boolean }) {
  const receivers = ['video', 'audio'].map((kind) => ({
    track: { kind },
    jitterBufferTarget: null as number | null,
  }));
  const peer = { getReceivers: () => receivers } as unknown as Receiving;
  const video = Object.assign(new EventTarget(), { muted });
  const lips = new Lips(peer, video as unknown as HTMLMediaElement);
  const total = { delay: 0, target: 0, least: 0, count: 0 };
  return {
    lips,
    held: () => receivers.map((receiver) => receiver.jitterBufferTarget),
    mute: (muted: boolean) => {
      video.muted = muted;
      video.dispatchEvent(new Event('volumechange'));
    },
    /** A second in which sound waited for so long, of which the browser forced so much. */
    second: (waitedMs: number, forcedMs = 0) => {
      total.count += 48_000;
      total.delay += 48 * waitedMs;
      total.target += 48 * (40 + forcedMs);
      total.least += 48 * 40;
      lips.read(
        new Map([
          ['1', { type: 'inbound-rtp', kind: 'video', jitterBufferDelay: 9 }],
          [
            '2',
            {
              type: 'inbound-rtp',
              kind: 'audio',
              jitterBufferDelay: total.delay,
              jitterBufferTargetDelay: total.target,
              jitterBufferMinimumDelay: total.least,
              jitterBufferEmittedCount: total.count,
            },
          ],
        ]) as unknown as RTCStatsReport,
      );
    },
  };
}

describe('lips', () => {
  it('are matched by holding the picture, while the sound is on', () => {
    const { held, mute } = watch({ muted: true });
    expect(held()).toEqual([null, null]);
    mute(false);
    expect(held()).toEqual([90, null]);
    mute(true);
    expect(held()).toEqual([null, null]);
  });

  it('are matched at once where the sound was on before', () => {
    expect(watch({ muted: false }).held()).toEqual([90, null]);
  });

  it('follow what sound waits for, but for what nobody notices', () => {
    const { held, second } = watch({ muted: false });
    second(130);
    second(130);
    expect(held()[VIDEO]).toBe(160);
    second(138);
    expect(held()[VIDEO]).toBe(160);
    second(30);
    expect(held()[VIDEO]).toBe(60);
    second(2000);
    expect(held()[VIDEO]).toBe(300);
  });

  it('do not follow what the browser makes sound wait for to match the picture', () => {
    const { held, second } = watch({ muted: false });
    second(60);
    second(160, 100);
    expect(held()[VIDEO]).toBe(90);
  });

  it('are known before the sound is turned on', () => {
    const { held, second, mute } = watch({ muted: true });
    second(130);
    second(130);
    expect(held()[VIDEO]).toBeNull();
    mute(false);
    expect(held()[VIDEO]).toBe(160);
  });

  it('of a connection that has ended are left alone', () => {
    const { lips, held, mute } = watch({ muted: true });
    lips.close();
    mute(false);
    expect(held()).toEqual([null, null]);
  });
});
