/** Puts the cards of one account's cell below each other. Called without a height it tells how high they are. */
import type { Topology } from '../model.ts';
import {
  cardHeight,
  cardTexts,
  GRID,
  headTexts,
  snapped,
  stack,
  type Frame,
  type PlacedCard,
} from './boxes.ts';
import type { Card } from './cards.ts';
import { COLUMN_GAP, PAD } from './columns.ts';
import type { Cell, VpcPlan } from './plan.ts';

/** Where what has a place is kept. */
export interface Sheet {
  readonly topology: Topology;
  readonly frames: Frame[];
  readonly cards: PlacedCard[];
}

/** A corner and a width, and at least so high. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Room for a way between two cards, and between two frames. */
const CARD_GAP = 40;
export const FRAME_GAP = 24;
/** What a VPC takes of height that is left. */
const STRETCH = 96;

/** How high the cell is by itself. */
export function cellHeight(topology: Topology, cell: Cell, width: number): number {
  return placeCell({ topology, frames: [], cards: [] }, cell, { x: 0, y: 0, width, height: 0 });
}

/**
 * Places a cell and returns its height. What height is left goes into its VPCs up to a measure, and then between
 * them; cards below stand at the lower end.
 */
export function placeCell(sheet: Sheet, cell: Cell, { x, y, width, height }: Spot): number {
  const { top, vpcs, bottom } = cell;
  const naturally = (plan: VpcPlan): number => placeVpc(blank(sheet), plan, { x, y: 0, width, height: 0 });
  const heights = [
    ...rowsOf(top, width).map((row) => rowHeight(row, width)),
    ...vpcs.map(naturally),
    ...bottom.map((card) => cardHeight(card, width)),
  ];
  const natural = heights.reduce((sum, own) => sum + own, 0) + Math.max(0, heights.length - 1) * CARD_GAP;
  const spare = Math.max(0, height - natural);
  const elastic = vpcs.filter(isElastic).length;
  const share = Math.min(STRETCH, onGrid(spare / Math.max(1, elastic)));
  // A single VPC stands at the lower end, where the data is; several keep apart.
  const gap = onGrid((spare - share * elastic) / Math.max(1, vpcs.length - 1));
  let at = y;
  for (const row of rowsOf(top, width)) at += placeRow(sheet, row, { x, y: at, width, height: 0 }) + CARD_GAP;
  for (const [index, plan] of vpcs.entries()) {
    const own = naturally(plan) + (isElastic(plan) ? share : 0);
    if (index > 0 || vpcs.length === 1) at += gap;
    placeVpc(sheet, plan, { x, y: at, width, height: own });
    at += own + CARD_GAP;
  }
  at = Math.max(at, y + onGrid(height) - columnHeight(bottom, width));
  for (const card of bottom) at += placeCard(sheet, card, { x, y: at, width }) + CARD_GAP;
  return Math.max(natural, height);
}

function onGrid(length: number): number {
  return Math.floor(length / (2 * GRID)) * 2 * GRID;
}

/** Names above and data below may stand apart. */
function isElastic({ near, far }: VpcPlan): boolean {
  const cards = [...near, ...far];
  return cards.some(({ tone }) => tone === 'dns') && cards.some(({ tone }) => tone !== 'dns');
}

function blank({ topology }: Sheet): Sheet {
  return { topology, frames: [], cards: [] };
}

/** Several cards stand in pairs where there is room for pairs. */
function rowsOf(cards: readonly Card[], width: number): readonly (readonly Card[])[] {
  if (width < 400 || cards.length < 2) return cards.map((card) => [card]);
  const rows: Card[][] = [];
  for (const card of cards) {
    const last = rows.at(-1);
    if (last?.length === 1) last.push(card);
    else rows.push([card]);
  }
  return rows;
}

function shareOf(row: readonly Card[], width: number): number {
  return row.length === 1 ? width : Math.floor((width - COLUMN_GAP) / 16) * 8;
}

function rowHeight(row: readonly Card[], width: number): number {
  return Math.max(...row.map((card) => cardHeight(card, shareOf(row, width))));
}

function placeRow(sheet: Sheet, row: readonly Card[], { x, y, width }: Spot): number {
  const own = shareOf(row, width);
  for (const [index, card] of row.entries())
    placeCard(sheet, card, { x: x + index * (width - own), y, width: own });
  return rowHeight(row, width);
}

/** Places one card and returns its height. */
export function placeCard(sheet: Sheet, card: Card, { x, y, width }: Omit<Spot, 'height'>): number {
  const height = cardHeight(card, width);
  sheet.cards.push({ x, y, width, height, card, texts: cardTexts(card, { x, y, width }).texts });
  return height;
}

function placeVpc(sheet: Sheet, { name, near, far }: VpcPlan, { x, y, width, height }: Spot): number {
  const inner = width - 2 * PAD;
  const head = stack(headTexts(sheet.topology, 'vpc', name), { x: x + PAD, y: y + 10, width: inner });
  const start = snapped(head.bottom + 12);
  const double = near.length > 0 && far.length > 0;
  const own = double ? Math.floor((inner - COLUMN_GAP) / 16) * 8 : inner;
  const columns = double ? [near, far] : [[...near, ...far]];
  const natural = Math.max(0, ...columns.map((cards) => columnHeight(cards, own)));
  const bottom = Math.max(y + height, start + natural + PAD);
  for (const [index, cards] of columns.entries()) {
    const left = x + PAD + index * (own + COLUMN_GAP);
    placeColumn(sheet, cards, { x: left, y: start, width: own, height: bottom - PAD - start });
  }
  sheet.frames.push({ kind: 'vpc', name, x, y, width, height: bottom - y, texts: head.texts });
  return bottom - y;
}

function columnHeight(cards: readonly Card[], width: number): number {
  return cards.reduce((sum, card) => sum + cardHeight(card, width) + CARD_GAP, -CARD_GAP);
}

/** Names above, data below: what is spare stands between. */
function placeColumn(sheet: Sheet, cards: readonly Card[], { x, y, width, height }: Spot): void {
  const spare = onGrid(height - columnHeight(cards, width));
  const firstOfData = cards.findIndex(({ tone }) => tone !== 'dns');
  let at = y;
  for (const [index, card] of cards.entries()) {
    if (index === firstOfData) at += spare;
    at += placeCard(sheet, card, { x, y: at, width }) + CARD_GAP;
  }
}
