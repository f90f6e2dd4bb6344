/** Draws every step as a line: one after the other, then each once more with all the others in place. */
import type { Box } from './boxes.ts';
import { Field, type Obstacles, type Point } from './field.ts';
import { findPath, portsOf } from './find-path.ts';
import type { Step } from './part.ts';

/** A step with its line. */
export interface Wire {
  readonly step: Step;
  /** From border to border, corners only. */
  readonly points: readonly Point[];
}

/** Where the parts of steps are. */
export interface Places extends Obstacles {
  readonly boxOf: (id: string) => Box | undefined;
}

const ROUNDS = 3;

/** The lines of all steps that lead somewhere. */
export function wiresOf(steps: readonly Step[], places: Places): readonly Wire[] {
  const field = new Field(places);
  const ends = steps.flatMap((step) => {
    const [from, to] = [places.boxOf(step.from), step.to === null ? undefined : places.boxOf(step.to)];
    return from === undefined || to === undefined ? [] : [{ step, from, to }];
  });
  const order = [...ends].sort((a, b) => distance(a.from, a.to) - distance(b.from, b.to));
  const paths = new Map<Step, readonly number[]>();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { step, from, to } of order) {
      field.mark(paths.get(step) ?? [], -1);
      paths.delete(step);
      const used = portsInUse([...paths.values()]);
      const foreign = field.inside(
        places.frames.filter((frame) => !within(from, frame) && !within(to, frame)),
      );
      const path = findPath(field, portsOf(field, from, used), portsOf(field, to, used), foreign);
      if (path === null) continue;
      paths.set(step, path);
      field.mark(path, 1);
    }
  return ends.map(({ step, from, to }) => {
    const path = paths.get(step);
    return { step, points: path === undefined ? [middleOf(from), middleOf(to)] : corners(field, path) };
  });
}

function portsInUse(paths: readonly (readonly number[])[]): ReadonlyMap<number, number> {
  const used = new Map<number, number>();
  for (const path of paths)
    for (const end of [path[0], path.at(-1)]) if (end !== undefined) used.set(end, (used.get(end) ?? 0) + 1);
  return used;
}

function corners(field: Field, path: readonly number[]): readonly Point[] {
  const kept = path.filter((cell, index) => {
    const [before, after] = [path[index - 1], path[index + 1]];
    return before === undefined || after === undefined || after - cell !== cell - before;
  });
  return kept.map((cell) => field.pointOf(cell));
}

function within(inner: Box, outer: Box): boolean {
  const { x, y } = middleOf(inner);
  return x > outer.x && x < outer.x + outer.width && y > outer.y && y < outer.y + outer.height;
}

function middleOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

function distance(from: Box, to: Box): number {
  const [one, other] = [middleOf(from), middleOf(to)];
  return Math.abs(one.x - other.x) + Math.abs(one.y - other.y);
}
