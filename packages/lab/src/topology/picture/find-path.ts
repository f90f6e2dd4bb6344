/** The cheapest path from one card to another (A*), turns counted. */
import { GRID, type Box } from './boxes.ts';
import { COST, DIRECTIONS, type Field } from './field.ts';
import { Heap } from './heap.ts';

/** Where a path may leave or reach a card. */
export interface Port {
  /** On the card's border. */
  readonly border: number;
  /** Where a path may turn. */
  readonly out: number;
  readonly between: number;
  /** Away from the card. */
  readonly direction: number;
  readonly cost: number;
}

/** From the border to where a path may turn: room for an arrow's head. */
const OUT = 2;
const FROM_CORNER = 8;

/** The ports of a card, those in the middle of a side cheapest. */
export function portsOf(
  field: Field,
  { x, y, width, height }: Box,
  used: ReadonlyMap<number, number>,
): readonly Port[] {
  const sides = [
    { from: { x: x + width, y }, along: 1, length: height, direction: 0 },
    { from: { x, y: y + height }, along: 0, length: width, direction: 1 },
    { from: { x, y }, along: 1, length: height, direction: 2 },
    { from: { x, y }, along: 0, length: width, direction: 3 },
  ];
  const ports: Port[] = [];
  for (const { from, along, length, direction } of sides)
    for (let at = FROM_CORNER; at <= length - FROM_CORNER; at += GRID) {
      const border = field.cellAt({ x: from.x + (along === 0 ? at : 0), y: from.y + (along === 1 ? at : 0) });
      const between = field.next(border, direction);
      const out = field.next(between, direction);
      if (!field.isOpen(between) || !field.isOpen(out)) continue;
      const step = along === 0 ? 1 : field.columns;
      // So near that their numbers would not stand beside each other.
      const near = [-2, -1, 1, 2].map((away) => used.get(border + away * step) ?? 0);
      const beside = near.reduce((sum, count) => sum + count, 0);
      const cost =
        (Math.abs(at - length / 2) / GRID) * COST.offCentre +
        (used.get(border) ?? 0) * COST.usedPort +
        beside * COST.besidePort;
      ports.push({ border, between, out, direction, cost });
    }
  return ports;
}

/** The cells of the cheapest path, borders included; null where there is none. */
export function findPath(
  field: Field,
  starts: readonly Port[],
  ends: readonly Port[],
  foreign: Float64Array,
): readonly number[] | null {
  const cost = new Float64Array(field.size * 4).fill(Number.POSITIVE_INFINITY);
  const origin = new Int32Array(field.size * 4).fill(-1);
  const heap = new Heap();
  const goals = byCell(ends);
  const remaining = distanceTo(field, ends);
  const begin = new Map<number, Port>();
  for (const port of starts) {
    const state = port.out * 4 + port.direction;
    const total =
      port.cost +
      OUT +
      field.costOf(port.between, port.direction, foreign) +
      field.costOf(port.out, port.direction, foreign);
    if (total >= (cost[state] ?? 0)) continue;
    cost[state] = total;
    begin.set(state, port);
    heap.push(state, total + remaining(port.out));
  }
  let best: { readonly state: number; readonly port: Port; readonly total: number } | null = null;
  for (let top = heap.pop(); top !== null; top = heap.pop()) {
    const { value: state, priority } = top;
    if (best !== null && priority >= best.total) break;
    const [cell, direction] = [state >> 2, state & 3];
    const here = cost[state] ?? 0;
    if (priority > here + remaining(cell)) continue;
    for (const port of goals.get(cell) ?? []) {
      if (direction === port.direction) continue;
      const turn = direction === (port.direction + 2) % 4 ? 0 : COST.bend;
      const total = here + turn + port.cost + field.costOf(port.between, port.direction, foreign);
      if (best === null || total < best.total) best = { state, port, total };
    }
    for (const to of DIRECTIONS) {
      if (to === (direction + 2) % 4) continue;
      const next = field.next(cell, to);
      const total = here + field.costOf(next, to, foreign) + (to === direction ? 0 : COST.bend);
      if (total >= (cost[next * 4 + to] ?? 0) || total === Number.POSITIVE_INFINITY) continue;
      cost[next * 4 + to] = total;
      origin[next * 4 + to] = state;
      heap.push(next * 4 + to, total + remaining(next));
    }
  }
  if (best === null) return null;
  const path = [best.port.border, best.port.between];
  let state = best.state;
  for (; origin[state] !== -1; state = origin[state] ?? -1) path.push(state >> 2);
  const first = begin.get(state);
  path.push(state >> 2);
  if (first !== undefined) path.push(first.between, first.border);
  return path.reverse();
}

function byCell(ports: readonly Port[]): ReadonlyMap<number, readonly Port[]> {
  const cells = new Map<number, Port[]>();
  for (const port of ports) cells.set(port.out, [...(cells.get(port.out) ?? []), port]);
  return cells;
}

/** At least so far to the nearest port: the search looks there first. */
function distanceTo(field: Field, ports: readonly Port[]): (cell: number) => number {
  const points = ports.map(({ out }) => field.pointOf(out));
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return (cell) => {
    const { x, y } = field.pointOf(cell);
    return (Math.max(left - x, 0, x - right) + Math.max(top - y, 0, y - bottom)) / GRID;
  };
}
