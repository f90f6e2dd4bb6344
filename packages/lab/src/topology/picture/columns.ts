/** How wide cards are, and where the groups stand. */
import { snapped } from './boxes.ts';
import { GROUPS, type Group, type Plan } from './plan.ts';

/** Between a frame and what is in it. */
export const PAD = 16;
const MARGIN = 16;
/** Between accounts, and between the two columns of a VPC: the ways run here. */
const ACCOUNT_GAP = 40;
export const COLUMN_GAP = 48;
const WIDEST = 1_100;
const WIDEST_CARD = 272;

/** One group's place. */
export interface Column {
  readonly x: number;
  readonly width: number;
  /** How many cards stand beside each other in its VPCs. */
  readonly cards: 1 | 2;
}

/** Where everything stands from left to right. */
export interface Columns {
  readonly width: number;
  readonly groups: ReadonlyMap<Group, Column>;
}

/** The columns that a plan needs, as wide as the picture allows. */
export function columnsOf(plan: Plan): Columns {
  const used = GROUPS.filter((group) => isUsed(plan, group));
  const counts = used.map((group) => (isDouble(plan, group) ? 2 : 1));
  const fixed = used.map(
    (group, index) => (hasVpcs(plan, group) ? 2 * PAD : 0) + (counts[index] === 2 ? COLUMN_GAP : 0),
  );
  const around = 2 * MARGIN + used.length * 2 * PAD + (used.length - 1) * ACCOUNT_GAP;
  const cards = counts.reduce<number>((sum, count) => sum + count, 0);
  const room = WIDEST - around - fixed.reduce((sum, width) => sum + width, 0);
  const card = Math.min(WIDEST_CARD, snapped(Math.floor(room / cards) - 7));
  const groups = new Map<Group, Column>();
  let x = MARGIN;
  for (const [index, group] of used.entries()) {
    const count = counts[index] === 2 ? 2 : 1;
    const width = count * card + (fixed[index] ?? 0);
    groups.set(group, { x: x + PAD, width, cards: count });
    x += width + 2 * PAD + ACCOUNT_GAP;
  }
  return { width: x - ACCOUNT_GAP + MARGIN, groups };
}

function isUsed({ accounts, above, below }: Plan, group: Group): boolean {
  const between = group === 'middle' && above.length + below.length > 0;
  return between || accounts.some(({ cells }) => cells.has(group));
}

function hasVpcs({ accounts }: Plan, group: Group): boolean {
  return accounts.some(({ cells }) => (cells.get(group)?.vpcs.length ?? 0) > 0);
}

function isDouble({ accounts }: Plan, group: Group): boolean {
  return accounts.some(({ cells }) =>
    cells.get(group)?.vpcs.some(({ near, far }) => near.length > 0 && far.length > 0),
  );
}
