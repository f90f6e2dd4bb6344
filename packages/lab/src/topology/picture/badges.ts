/** Where the numbers of steps stand: on their own lines, clear of text, of each other and of other lines. */
import type { Box } from './boxes.ts';
import type { Point } from './field.ts';
import type { Wire } from './wires.ts';

/** The number of a step on its line. */
export interface Badge extends Point {
  readonly wire: Wire;
}

export const RADIUS = 10;
/** Apart from an arrow's head, a corner and another badge. */
const CLEAR = 2;
const STEP = 4;

/** A place for each wire's number, in a picture of that width. */
export function badgesOf(wires: readonly Wire[], obstacles: readonly Box[], width: number): readonly Badge[] {
  const badges: Badge[] = [];
  // Short lines have few places: they choose first.
  for (const wire of [...wires].sort((a, b) => lengthOf(a) - lengthOf(b))) {
    const others = wires.filter((other) => other !== wire);
    const [best] = spotsOf(wire)
      .map((spot) => {
        const taken = badges.some(
          (badge) => Math.hypot(badge.x - spot.x, badge.y - spot.y) < 2 * RADIUS + CLEAR,
        );
        const outside = spot.x < RADIUS + CLEAR || spot.x > width - RADIUS - CLEAR;
        return {
          spot,
          cost: costOf(spot, wire, others, obstacles) + (taken ? 5_000 : 0) + (outside ? 20_000 : 0),
        };
      })
      .sort((a, b) => a.cost - b.cost);
    if (best !== undefined) badges.push({ wire, ...best.spot });
  }
  return badges;
}

function spotsOf({ points }: Wire): readonly Point[] {
  return points.slice(1).flatMap((end, index) => {
    const start = points[index] ?? end;
    const length = Math.hypot(end.x - start.x, end.y - start.y);
    const count = Math.max(1, Math.floor(length / STEP));
    return Array.from({ length: count }, (_, at) => ({
      x: start.x + ((end.x - start.x) * (at + 0.5)) / count,
      y: start.y + ((end.y - start.y) * (at + 0.5)) / count,
    }));
  });
}

/** Text and other lines are worst; then the ends; then whatever is far from the line's middle. */
function costOf(spot: Point, wire: Wire, others: readonly Wire[], obstacles: readonly Box[]): number {
  const onText = obstacles.some((box) => distanceTo(box, spot) < RADIUS + CLEAR) ? 10_000 : 0;
  const onLines = others.filter((other) => farFrom(other, spot) < RADIUS + CLEAR).length * 1_000;
  const [first, last] = [wire.points[0] ?? spot, wire.points.at(-1) ?? spot];
  const near = Math.min(away(first, spot), away(last, spot) - 8);
  const atAnEnd = near < RADIUS + CLEAR ? 400 : 0;
  const atACorner = wire.points.slice(1, -1).some((corner) => away(corner, spot) < RADIUS + CLEAR) ? 50 : 0;
  return onText + onLines + atAnEnd + atACorner + Math.abs(away(first, spot) - away(last, spot)) / 10;
}

function away(one: Point, other: Point): number {
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y);
}

function distanceTo({ x, y, width, height }: Box, point: Point): number {
  const dx = Math.max(x - point.x, 0, point.x - x - width);
  const dy = Math.max(y - point.y, 0, point.y - y - height);
  return Math.hypot(dx, dy);
}

function farFrom({ points }: Wire, spot: Point): number {
  return Math.min(
    ...points.slice(1).map((end, index) => {
      const start = points[index] ?? end;
      const box = { x: Math.min(start.x, end.x), y: Math.min(start.y, end.y) };
      return distanceTo(
        { ...box, width: Math.abs(end.x - start.x), height: Math.abs(end.y - start.y) },
        spot,
      );
    }),
  );
}

function lengthOf({ points }: Wire): number {
  return points.slice(1).reduce((sum, point, index) => sum + away(point, points[index] ?? point), 0);
}
