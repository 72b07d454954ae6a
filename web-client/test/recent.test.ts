import { describe, expect, it } from 'vitest';
import { Recent, percentile } from '../src/latency/recent';

describe('percentile', () => {
  it('is the nearest rank, whatever the order', () => {
    const values = [50, 10, 40, 20, 30];
    expect(percentile(values, 0.5)).toBe(30);
    expect(percentile(values, 0.95)).toBe(50);
    expect(percentile(values, 0)).toBe(10);
    expect(percentile(values, 1)).toBe(50);
    expect(values).toEqual([50, 10, 40, 20, 30]);
  });

  it('of nothing is nothing', () => {
    expect(percentile([], 0.5)).toBeNull();
  });

  it('compares numbers, not their digits', () => {
    expect(percentile([9, 100, 20], 1)).toBe(100);
  });
});

describe('the recent values', () => {
  it('forget what is older than their span', () => {
    const recent = new Recent(1000);
    recent.add(0, 1);
    recent.add(600, 2);
    recent.add(1200, 3);
    expect(recent.values(1200)).toEqual([2, 3]);
    expect(recent.values(1600)).toEqual([3]);
    expect(recent.values(9000)).toEqual([]);
  });
});
