import { describe, expect, it } from 'vitest';
import { COLUMNS, SPAN_MS, STEP_MS, age, decode, encode } from '../src/latency/clock-code';

/** Contrasts of the columns as they are shown. */
const shown = (columns: boolean[], contrast = 200) =>
  columns.map((column) => (column ? contrast : -contrast));

describe('the clock code', () => {
  it('reads every time that it writes', () => {
    for (let ms = 0; ms < SPAN_MS; ms += STEP_MS) {
      expect(decode(shown(encode(ms)))).toBe(ms + STEP_MS / 2);
    }
  });

  it('starts anew after its span', () => {
    expect(encode(SPAN_MS + 123)).toEqual(encode(123));
    expect(age(SPAN_MS + 20, SPAN_MS - 30)).toBe(50);
    expect(age(5, SPAN_MS - 5)).toBe(10);
  });

  it('never calls a reading younger than now', () => {
    const now = 4 * STEP_MS;
    expect(age(now, decode(shown(encode(now))) ?? NaN)).toBe(0);
  });

  it('reads a negative and a pale picture', () => {
    expect(decode(shown(encode(4000), -200))).toBe(4004);
    expect(decode(shown(encode(4000), 15))).toBe(4004);
    expect(decode(shown(encode(4000), -15))).toBe(4004);
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
            expect(decode(shown(wrong)), `bits ${a}, ${b}, ${c} at ${ms}`).toBeNull();
          }
        }
      }
    }
  });

  it('does not read what is no clock', () => {
    expect(decode(shown(Array<boolean>(COLUMNS).fill(true)))).toBeNull();
    expect(decode(shown(Array<boolean>(COLUMNS).fill(false)))).toBeNull();
    expect(decode(shown(encode(4000), 0))).toBeNull();
    expect(decode([])).toBeNull();
    expect(decode(Array<number>(COLUMNS).fill(NaN))).toBeNull();
  });

  it('does not trust a column that is much weaker than the others', () => {
    const contrasts = shown(encode(4000));
    contrasts[5] = (contrasts[5] ?? NaN) / 4;
    expect(decode(contrasts)).toBeNull();
  });
});
