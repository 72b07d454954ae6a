/** A point of the mix pad: 0 to 1 from the left, and from the top. */
export interface Point {
  x: number;
  y: number;
}

export type Weights = Record<string, number>;

/** More pictures than this are too near each other to be told apart on a phone. */
export const MOST = 6;

/** Shares smaller than this are not to be seen, and are left out. */
const LEAST = 0.005;

/** Where the pictures of so many styles hang: one in the middle, two at the ends, more in a ring. */
export function corners(count: number): Point[] {
  if (count === 1) return [{ x: 0.5, y: 0.5 }];
  if (count === 2) {
    return [
      { x: 0, y: 0.5 },
      { x: 1, y: 0.5 },
    ];
  }
  if (count === 4) {
    return [
      { x: 0, y: 0 },
      { x: 1, y: 0 },
      { x: 1, y: 1 },
      { x: 0, y: 1 },
    ];
  }
  return Array.from({ length: count }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / count - Math.PI / 2;
    return { x: 0.5 + 0.5 * Math.cos(angle), y: 0.5 + 0.5 * Math.sin(angle) };
  });
}

/**
 * The share of each corner at a point inside their polygon: all of it at the corner, none on the
 * sides away from it, smooth in between. Wachspress' coordinates (A Rational Finite Element Basis,
 * 1975), multiplied out so that the sides are no special case.
 */
export function shares(point: Point, polygon: readonly Point[]): number[] {
  const count = polygon.length;
  const at = (index: number) => polygon[(index + count) % count] as Point;
  if (count === 1) return [1];
  if (count === 2) {
    const along = Math.min(1, Math.max(0, (point.x - at(0).x) / (at(1).x - at(0).x)));
    return [1 - along, along];
  }
  const sides = polygon.map((corner, index) => Math.max(0, area(point, corner, at(index + 1))));
  const parts = polygon.map((corner, index) => {
    let part = area(at(index - 1), corner, at(index + 1));
    for (const [side, distance] of sides.entries()) {
      if (side !== index && side !== (index - 1 + count) % count) part *= distance;
    }
    return part;
  });
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

/** A point that has these shares. */
export function pointOf(shares: readonly number[], polygon: readonly Point[]): Point {
  const sum = shares.reduce((total, share) => total + share, 0);
  const point = { x: 0, y: 0 };
  polygon.forEach((corner, index) => {
    const share = sum > 0 ? (shares[index] ?? 0) / sum : 1 / polygon.length;
    point.x += share * corner.x;
    point.y += share * corner.y;
  });
  return point;
}

/** The point of the polygon that is nearest. */
export function inside(point: Point, polygon: readonly Point[]): Point {
  const first = polygon[0] as Point;
  if (polygon.length === 1) return first;
  const loop = polygon.length === 2 ? [first] : polygon;
  const end = (index: number) => polygon[(index + 1) % polygon.length] as Point;
  if (loop.length > 1 && loop.every((corner, side) => area(point, corner, end(side)) >= 0)) {
    return point;
  }
  const feet = loop.map((corner, side) => foot(point, corner, end(side)));
  return feet.reduce((best, it) => (distance(it, point) < distance(best, point) ? it : best));
}

/** The shares as the server takes them, in thousandths; those too small to be seen are left out. */
export function weigh(names: readonly string[], shares: readonly number[]): Weights {
  const weights: Weights = {};
  names.forEach((name, index) => {
    const share = Math.round(1000 * (shares[index] ?? 0)) / 1000;
    if (share >= LEAST) weights[name] = share;
  });
  return weights;
}

/** The name of the greatest weight; empty of none. */
export function leading(weights: Weights): string {
  const best = Object.entries(weights).reduce(
    (most, entry) => (entry[1] > most[1] ? entry : most),
    ['', -1] as [string, number],
  );
  return best[0];
}

/** Twice the area of a triangle, positive where it turns clockwise on the screen. */
function area(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

function foot(point: Point, a: Point, b: Point): Point {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const along = ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy);
  const t = Math.min(1, Math.max(0, along));
  return { x: a.x + t * dx, y: a.y + t * dy };
}

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);
