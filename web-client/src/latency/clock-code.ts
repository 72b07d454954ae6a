/**
 * A clock's reading as sixteen columns of one bit each, for a picture that is painted and compressed
 * on its way. From left to right: a reference that is always 1 (a painter that turns the picture
 * into its negative turns it too), ten bits of time, and five check bits. A column that is shown
 * much weaker than the others makes all of it unreadable. Nothing is ever corrected or guessed.
 */

export const COLUMNS = 16;

/** What one count of the clock stands for. */
export const STEP_MS = 8;
const TIME_BITS = 10;
const CHECK_BITS = 5;
/** The clock starts anew after this long; an older picture would look younger than it is. */
export const SPAN_MS = STEP_MS << TIME_BITS;

/**
 * (x + 1)(x⁴ + x + 1), of order 15: a word of fifteen bits is a Hamming code's of even weight. Any
 * one, two or three wrong bits are found out, and so is a wrong reference, which turns all over.
 */
const POLYNOMIAL = 0b110101;
/** Makes the word of zeros invalid, which a regular texture would draw. */
const CHECK_MASK = 0b01100;

/** Luma steps (of 255) and share of the typical contrast under which a bit is not trusted. */
const LEAST_CONTRAST = 12;
const LEAST_SHARE = 0.4;

/** The columns for a time in milliseconds. */
export function encode(ms: number): boolean[] {
  const count = Math.floor(modulo(ms, SPAN_MS) / STEP_MS);
  const word = (count << CHECK_BITS) | check(count);
  const columns = [true];
  for (let bit = TIME_BITS + CHECK_BITS - 1; bit >= 0; bit--) {
    columns.push(((word >> bit) & 1) === 1);
  }
  return columns;
}

/**
 * The time in milliseconds (the middle of its step, less than `SPAN_MS`) that columns show, or
 * `null` if it can't be read beyond doubt.
 *
 * @param contrasts of each column in luma steps: positive where it shows 1, negative where 0; in a
 *   negative all signs are turned
 */
export function decode(contrasts: readonly number[]): number | null {
  const sizes = contrasts.map(Math.abs).sort((a, b) => a - b);
  const typical = sizes[COLUMNS / 2] ?? NaN;
  // Written so that NaN is refused too.
  if (!((sizes[0] ?? NaN) >= Math.max(LEAST_CONTRAST, LEAST_SHARE * typical))) return null;

  const one = Math.sign(contrasts[0] ?? NaN);
  let word = 0;
  for (const contrast of contrasts.slice(1)) {
    word = (word << 1) | (Math.sign(contrast) === one ? 1 : 0);
  }
  const count = word >> CHECK_BITS;
  return check(count) === (word & ((1 << CHECK_BITS) - 1)) ? (count + 0.5) * STEP_MS : null;
}

/** How old a reading is at `nowMs`, in 0..`SPAN_MS`. */
export function age(nowMs: number, readMs: number): number {
  const ago = modulo(nowMs - readMs, SPAN_MS);
  // A reading is the middle of its step: a picture read at once can seem half a step too young.
  return ago > SPAN_MS - STEP_MS ? 0 : ago;
}

function check(count: number): number {
  let rest = count << CHECK_BITS;
  for (let bit = TIME_BITS + CHECK_BITS - 1; bit >= CHECK_BITS; bit--) {
    if ((rest >> bit) & 1) rest ^= POLYNOMIAL << (bit - CHECK_BITS);
  }
  return rest ^ CHECK_MASK;
}

function modulo(value: number, span: number): number {
  return ((value % span) + span) % span;
}
