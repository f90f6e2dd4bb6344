/** The grid that ways run on: what is in the way, what costs more, and which ways are there already. */
import { GRID, type Box, type Frame } from './boxes.ts';

/** A point, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Right, down, left, up. */
export const DIRECTIONS = [0, 1, 2, 3] as const;
const DX = [1, 0, -1, 0] as const;
const DY = [0, 1, 0, -1] as const;

/** A step along the grid is 1. */
export const COST = { bend: 6, offCentre: 0.4, usedPort: 40, besidePort: 6 } as const;
const CROSSING = 8;
const BESIDE = 2;
const SHARED = 60;
const ON_A_BORDER = 6;
const NEAR_A_CARD = 3;
const FOREIGN = { vpc: 2, account: 0.25 } as const;

/** What stands on the grid. */
export interface Obstacles {
  /** Ways keep below it. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly cards: readonly Box[];
  readonly texts: readonly Box[];
  readonly frames: readonly Frame[];
}

/** Cells are numbered row by row. */
export class Field {
  readonly columns: number;
  readonly size: number;
  private readonly terrain: Float64Array;
  /** How many ways run through a cell: across, down. */
  private readonly ways: readonly [Uint8Array, Uint8Array];

  constructor({ top, width, height, cards, texts, frames }: Obstacles) {
    this.columns = Math.ceil(width / GRID) + 1;
    this.size = this.columns * (Math.ceil(height / GRID) + 1);
    this.terrain = new Float64Array(this.size);
    this.ways = [new Uint8Array(this.size), new Uint8Array(this.size)];
    for (const frame of frames) for (const side of sidesOf(frame)) this.add(side, 0, ON_A_BORDER);
    for (const card of cards) this.add(card, GRID, NEAR_A_CARD);
    for (const box of cards) this.add(box, 0, Number.POSITIVE_INFINITY);
    for (const box of texts) this.add(box, 4, Number.POSITIVE_INFINITY);
    const [right, bottom] = [(this.columns - 1) * GRID, height];
    this.add({ x: 0, y: 0, width: right, height: top }, 0, Number.POSITIVE_INFINITY);
    for (const side of sidesOf({ x: 0, y: 0, width: right, height: bottom }))
      this.add(side, 0, Number.POSITIVE_INFINITY);
  }

  cellAt({ x, y }: Point): number {
    return Math.round(y / GRID) * this.columns + Math.round(x / GRID);
  }

  pointOf(cell: number): Point {
    return { x: (cell % this.columns) * GRID, y: Math.floor(cell / this.columns) * GRID };
  }

  next(cell: number, direction: number): number {
    return cell + (DY[direction] ?? 0) * this.columns + (DX[direction] ?? 0);
  }

  isOpen(cell: number): boolean {
    return cell >= 0 && cell < this.size && (this.terrain[cell] ?? 0) < Number.POSITIVE_INFINITY;
  }

  /** What it costs to come into a cell in a direction. */
  costOf(cell: number, direction: number, foreign: Float64Array): number {
    const axis = direction % 2;
    const [same, other] = axis === 0 ? this.ways : [this.ways[1], this.ways[0]];
    const sideways = axis === 0 ? this.columns : 1;
    const beside = Math.min(1, same[cell - sideways] ?? 0) + Math.min(1, same[cell + sideways] ?? 0);
    return (
      1 +
      (this.terrain[cell] ?? 0) +
      (foreign[cell] ?? 0) +
      (same[cell] ?? 0) * SHARED +
      (other[cell] ?? 0) * CROSSING +
      beside * BESIDE
    );
  }

  /** What it costs to go through frames that a way has no business in. */
  inside(frames: readonly Frame[]): Float64Array {
    const cells = new Float64Array(this.size);
    for (const frame of frames)
      this.each(frame, 0, (cell) => (cells[cell] = (cells[cell] ?? 0) + FOREIGN[frame.kind]));
    return cells;
  }

  /** Notes a way, or takes it off again. */
  mark(path: readonly number[], by: 1 | -1): void {
    for (const [index, cell] of path.entries()) {
      const around = [path[index - 1], path[index + 1]].filter((other) => other !== undefined);
      const axes = new Set(around.map((other) => (Math.abs(other - cell) === 1 ? 0 : 1)));
      for (const axis of axes) {
        const ways = this.ways[axis];
        ways[cell] = (ways[cell] ?? 0) + by;
      }
    }
  }

  private add(box: Box, margin: number, cost: number): void {
    this.each(box, margin, (cell) => (this.terrain[cell] = (this.terrain[cell] ?? 0) + cost));
  }

  private each({ x, y, width, height }: Box, margin: number, does: (cell: number) => void): void {
    const [left, right] = [Math.ceil((x - margin) / GRID), Math.floor((x + width + margin) / GRID)];
    const [top, bottom] = [Math.ceil((y - margin) / GRID), Math.floor((y + height + margin) / GRID)];
    for (let row = top; row <= bottom; row += 1)
      for (let column = left; column <= right; column += 1) does(row * this.columns + column);
  }
}

function sidesOf({ x, y, width, height }: Box): readonly Box[] {
  return [
    { x, y, width, height: 0 },
    { x, y: y + height, width, height: 0 },
    { x, y, width: 0, height },
    { x: x + width, y, width: 0, height },
  ];
}
