import { describe, expect, it } from 'vitest';
import { LegMeter, estimateMs, type Leg } from '../src/latency/legs';

const pair = (seconds: number, nominated = true) => ({
  type: 'candidate-pair',
  nominated,
  state: 'succeeded',
  currentRoundTripTime: seconds,
});

const inbound = (frames: number, buffered: number, decoding: number) => ({
  type: 'inbound-rtp',
  kind: 'video',
  framesPerSecond: 25,
  jitterBufferDelay: buffered,
  jitterBufferEmittedCount: frames,
  totalDecodeTime: decoding,
  framesDecoded: frames,
});

const outbound = (frames: number, encoding: number) => ({
  type: 'outbound-rtp',
  kind: 'video',
  framesPerSecond: 30,
  totalEncodeTime: encoding,
  framesEncoded: frames,
});

describe('the meter of a leg', () => {
  it('gives the means of the last interval, not of all time', () => {
    const meter = new LegMeter('receiving');
    meter.read([pair(0.01), inbound(100, 50, 10)]);
    const leg = meter.read([pair(0.5, false), pair(0.02), inbound(150, 51, 10.1)]);
    expect(leg.roundTripMs).toBeCloseTo(20);
    expect(leg.frameMs).toBeCloseTo(22); // 1 s / 50 frames buffered, 0.1 s / 50 decoding
    expect(leg.framesPerSecond).toBe(25);
    expect(leg.frames).toBe(150);
  });

  it('measures the encoder of a sender', () => {
    const meter = new LegMeter('sending');
    const leg = meter.read([pair(0.01), outbound(30, 0.15), inbound(1, 9, 9)]);
    expect(leg).toEqual({ roundTripMs: 10, frameMs: 5, framesPerSecond: 30, frames: 30 });
  });

  it('says nothing where nothing is known', () => {
    const meter = new LegMeter('receiving');
    expect(Object.values(meter.read([]))).toEqual([null, null, null, null]);
    meter.read([pair(0.01), inbound(10, 1, 1)]);
    expect(meter.read([pair(0.01), inbound(10, 1, 1)]).frameMs).toBeNull(); // no new frame
  });
});

describe('the estimate', () => {
  const leg: Leg = { roundTripMs: 20, frameMs: 15, framesPerSecond: 30, frames: 900 };

  it('adds both legs and the server', () => {
    expect(estimateMs(leg, 40, leg)).toBe(90);
    expect(estimateMs(null, 40, leg)).toBe(65);
  });

  it('is not given for a part of the way', () => {
    expect(estimateMs(leg, 40, { ...leg, roundTripMs: null })).toBeNull();
    expect(estimateMs({ ...leg, frameMs: null }, 40, leg)).toBeNull();
  });
});
