import { describe, expect, it } from 'vitest';
import { BAND_HEIGHT, BAND_WIDTH, bandArea, contrasts, drawBand } from '../src/latency/clock-band';
import { STEP_MS, decode } from '../src/latency/clock-code';

type Picture = { width: number; height: number; rgb: Float64Array };

/** A camera's picture of a colour ramp with the band drawn over its bottom. */
function picture(width: number, height: number, ms: number): Picture {
  const rgb = new Float64Array(3 * width * height);
  for (let i = 0; i < rgb.length; i++) rgb[i] = (i * 255) / rgb.length;
  const context = {
    fillStyle: '',
    fillRect(left: number, top: number, w: number, h: number) {
      const value = Number.parseInt(this.fillStyle.slice(1, 3), 16);
      for (let y = top; y < Math.min(height, top + h); y++) {
        rgb.fill(value, 3 * (y * width + left), 3 * (y * width + left + w));
      }
    },
  };
  drawBand(context as unknown as CanvasRenderingContext2D, width, height, ms);
  return { width, height, rgb };
}

/** What `BandReader` does: the band shrunk to its samples, then read. */
function read({ width, height, rgb }: Picture): number | null {
  const band = bandArea(width, height);
  const rgba = new Uint8ClampedArray(4 * BAND_WIDTH * BAND_HEIGHT);
  for (let y = 0; y < BAND_HEIGHT; y++) {
    for (let x = 0; x < BAND_WIDTH; x++) {
      const sourceX = Math.floor(((x + 0.5) * band.width) / BAND_WIDTH);
      const sourceY = Math.floor(band.y + ((y + 0.5) * band.height) / BAND_HEIGHT);
      for (let c = 0; c < 3; c++) {
        rgba[4 * (y * BAND_WIDTH + x) + c] = rgb[3 * (sourceY * width + sourceX) + c] ?? NaN;
      }
    }
  }
  return decode(contrasts(rgba));
}

function eachPixel(
  from: Picture,
  paint: (r: number, g: number, b: number) => [number, number, number],
): Picture {
  const rgb = from.rgb.slice();
  for (let i = 0; i < rgb.length; i += 3) {
    rgb.set(paint(rgb[i] ?? NaN, rgb[i + 1] ?? NaN, rgb[i + 2] ?? NaN), i);
  }
  return { ...from, rgb };
}

const contrast = (from: Picture, share: number, middle: number) =>
  eachPixel(
    from,
    (...rgb) => rgb.map((v) => middle + (v - 128) * share) as [number, number, number],
  );

/** White turns to a pale yellow, black to a deep blue. */
const shiftHue = (from: Picture) =>
  eachPixel(from, (r, g, b) => [0.85 * r + 20, 0.75 * g + 25, 0.3 * b + 90]);

function blur({ width, height, rgb }: Picture, radius: number): Picture {
  const along = (source: Float64Array, step: number, length: number, lines: number[]) => {
    const out = source.slice();
    for (const start of lines) {
      for (let i = 0; i < length; i++) {
        let sum = 0;
        for (let d = -radius; d <= radius; d++) {
          sum += source[start + step * Math.min(length - 1, Math.max(0, i + d))] ?? NaN;
        }
        out[start + step * i] = sum / (2 * radius + 1);
      }
    }
    return out;
  };
  const rows = Array.from(
    { length: 3 * height },
    (_, i) => 3 * width * Math.floor(i / 3) + (i % 3),
  );
  const columns = Array.from({ length: 3 * width }, (_, i) => i);
  return {
    width,
    height,
    rgb: along(along(rgb, 3, width, rows), 3 * width, height, columns),
  };
}

/** Surfaces become grey; what stands out from its surroundings stays. */
function edgesOnly(from: Picture): Picture {
  const surroundings = blur(from, 16).rgb;
  return { ...from, rgb: from.rgb.map((value, i) => 128 + (value - (surroundings[i] ?? NaN)) / 2) };
}

/** Strokes: patches of a size whose brightness is off by up to `strength`. */
function strokes(from: Picture, size: number, strength: number, seed: number): Picture {
  const rgb = from.rgb.slice();
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < from.width; x++) {
      const off = strength * (2 * hash(Math.floor(x / size), Math.floor(y / size), seed) - 1);
      for (let c = 0; c < 3; c++) {
        const at = 3 * (y * from.width + x) + c;
        rgb[at] = (rgb[at] ?? NaN) + off;
      }
    }
  }
  return { ...from, rgb };
}

/** A number in 0..1 that looks random and is the same in every run. */
function hash(x: number, y: number, seed: number): number {
  let h = Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 1, 0x85ebca6b) ^ Math.imul(seed, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

const TIMES = [0, 333, 1234, 2047, 4096, 5555, 8188];
const shown = (ms: number) => Math.floor(ms / STEP_MS) * STEP_MS + STEP_MS / 2;

describe('the band of dots', () => {
  it.each([
    [640, 360],
    [1280, 720],
    [320, 180],
    [486, 270],
    [360, 640],
  ])('is read at %i × %i', (width, height) => {
    for (const ms of TIMES) expect(read(picture(width, height, ms))).toBe(shown(ms));
  });

  it.each([
    ['blurred', (p: Picture) => blur(p, 6)],
    ['of a quarter of the contrast', (p: Picture) => contrast(p, 0.25, 150)],
    ['of another hue', shiftHue],
    ['drawn as edges', edgesOnly],
    ['a negative', (p: Picture) => eachPixel(p, (r, g, b) => [255 - r, 255 - g, 255 - b])],
    ['noisy', (p: Picture) => strokes(p, 1, 120, 1)],
    ['painted in strokes', (p: Picture) => strokes(p, 12, 80, 2)],
    ['all of it', (p: Picture) => strokes(shiftHue(blur(contrast(p, 0.5, 140), 4)), 8, 25, 3)],
  ])('is read when %s', (_, paint) => {
    for (const ms of TIMES) expect(read(paint(picture(640, 360, ms)))).toBe(shown(ms));
  });

  it('is given up, never misread, when it is painted over', () => {
    let unreadable = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const painted = strokes(contrast(picture(320, 180, 1234), 0.3, 128), 10, 110, seed);
      const ms = read(painted);
      if (ms === null) unreadable++;
      else expect(ms).toBe(shown(1234));
    }
    expect(unreadable).toBeGreaterThan(150);
  });

  it('is not found in a picture without one', () => {
    const bare = strokes(
      { width: 640, height: 360, rgb: new Float64Array(640 * 360 * 3).fill(128) },
      20,
      100,
      7,
    );
    expect(read(bare)).toBeNull();
  });
});
