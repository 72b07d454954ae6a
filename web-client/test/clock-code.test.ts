import { describe, expect, it } from 'vitest';
import { COLUMNS, SPAN_MS, STEP_MS, age, decode, encode } from '../src/latency/clock-code';

/** Luma of the blocks that show these columns. */
function blocks(columns: boolean[], white = 235, black = 16): number[] {
  return [
    ...columns.map((column) => (column ? white : black)),
    ...columns.map((column) => (column ? black : white)),
  ];
}

describe('the clock code', () => {
  it('reads every time that it writes', () => {
    for (let ms = 0; ms < SPAN_MS; ms += STEP_MS) {
      expect(decode(blocks(encode(ms)))).toBe(ms + STEP_MS / 2);
    }
  });

  it('starts anew after its span', () => {
    expect(encode(SPAN_MS + 123)).toEqual(encode(123));
    expect(age(SPAN_MS + 20, SPAN_MS - 30)).toBe(50);
    expect(age(5, SPAN_MS - 5)).toBe(10);
  });

  it('never calls a reading younger than now', () => {
    const now = 4 * STEP_MS;
    expect(age(now, decode(blocks(encode(now))) ?? NaN)).toBe(0);
  });

  it('reads a negative, pale or dark', () => {
    expect(decode(blocks(encode(4000), 20, 230))).toBe(4004);
    expect(decode(blocks(encode(4000), 140, 100))).toBe(4004);
    expect(decode(blocks(encode(4000), 60, 20))).toBe(4004);
  });

  it('finds up to three wrong bits anywhere', () => {
    const columns = Array.from({ length: COLUMNS }, (_, column) => column);
    for (const ms of [0, 1234, 5000, SPAN_MS - 1]) {
      const right = encode(ms);
      for (const a of columns) {
        for (const b of columns) {
          for (const c of columns) {
            const wrong = right.map((bit, at) => (at === a || at === b || at === c ? !bit : bit));
            // A wrong reference turns the other fifteen over: two more wrong ones may hide that.
            const turned = a === 0 || b === 0 || c === 0;
            if (turned && new Set([a, b, c]).size === 3) continue;
            expect(decode(blocks(wrong)), `bits ${a}, ${b}, ${c} at ${ms}`).toBeNull();
          }
        }
      }
    }
  });

  it('does not read what is no band', () => {
    expect(decode(blocks(Array<boolean>(COLUMNS).fill(true)))).toBeNull();
    expect(decode(blocks(Array<boolean>(COLUMNS).fill(false)))).toBeNull();
    expect(decode(Array<number>(2 * COLUMNS).fill(128))).toBeNull();
    expect(decode([])).toBeNull();
  });

  it('does not trust a column whose blocks hardly differ', () => {
    const luma = blocks(encode(4000));
    luma[5] = 120;
    luma[COLUMNS + 5] = 128;
    expect(decode(luma)).toBeNull();
  });
});
