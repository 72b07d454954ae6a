import { describe, expect, it } from 'vitest';
import { corners, inside, leading, pointOf, shares, weigh } from '../src/studio/mix';

describe.each([2, 3, 4, 5, 6])('a mix of %i styles', (count) => {
  const polygon = corners(count);
  const middle = { x: 0.5, y: 0.5 };

  it('is one style alone at its picture', () => {
    polygon.forEach((corner, index) => {
      shares(corner, polygon).forEach((share, other) => {
        expect(share).toBeCloseTo(other === index ? 1 : 0, 9);
      });
    });
  });

  it('has equal shares in the middle', () => {
    for (const share of shares(middle, polygon)) expect(share).toBeCloseTo(1 / count, 9);
    const point = pointOf(new Array<number>(count).fill(1), polygon);
    expect(point.x).toBeCloseTo(0.5, 9);
    expect(point.y).toBeCloseTo(0.5, 9);
  });

  it('is told from the point, and the point from it', () => {
    for (const wanted of [
      { x: 0.4, y: 0.5 },
      { x: 0.55, y: count === 2 ? 0.5 : 0.35 },
    ]) {
      const found = shares(wanted, polygon);
      expect(found.reduce((sum, share) => sum + share)).toBeCloseTo(1, 9);
      for (const share of found) expect(share).toBeGreaterThanOrEqual(0);
      const point = pointOf(found, polygon);
      expect(point.x).toBeCloseTo(wanted.x, 9);
      expect(point.y).toBeCloseTo(wanted.y, 9);
    }
  });

  it('stays among its pictures', () => {
    const far = inside({ x: 3, y: 0.5 }, polygon);
    expect(far.x).toBeLessThanOrEqual(1);
    expect(inside(far, polygon).x).toBeCloseTo(far.x, 9);
    expect(inside(middle, polygon)).toEqual(middle);
    for (const share of shares(far, polygon)) expect(share).toBeGreaterThanOrEqual(0);
  });
});

it('a style alone is all of it', () => {
  expect(shares({ x: 0.1, y: 0.9 }, corners(1))).toEqual([1]);
  expect(inside({ x: 0.1, y: 0.9 }, corners(1))).toEqual({ x: 0.5, y: 0.5 });
});

it('weights leave out what nobody sees', () => {
  expect(weigh(['a', 'b', 'c'], [0.70049, 0.2989, 0.001])).toEqual({ a: 0.7, b: 0.299 });
  expect(leading({ a: 0.2, b: 0.5, c: 0.3 })).toBe('b');
  expect(leading({})).toBe('');
});
