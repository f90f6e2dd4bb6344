/** Gives everything its place: groups beside each other, accounts below each other, each as far down as its group goes. */
import type { Topology } from '../model.ts';
import { cardHeight, headTexts, snapped, stack, type Frame, type PlacedCard } from './boxes.ts';
import { columnsOf, PAD, type Column, type Columns } from './columns.ts';
import { cellHeight, FRAME_GAP, placeCard, placeCell, type Sheet } from './place.ts';
import { GROUPS, type AccountPlan, type Group, type Plan } from './plan.ts';

/** Everything but the ways. */
export interface Layout {
  readonly width: number;
  readonly bottom: number;
  readonly frames: readonly Frame[];
  readonly cards: readonly PlacedCard[];
}

const HEAD = 56;

/** The places, from `top` on. */
export function layoutOf(topology: Topology, plan: Plan, top: number): Layout {
  const columns = columnsOf(plan);
  const sheet: Sheet = { topology, frames: [], cards: [] };
  const down = new Map<Group, number>(GROUPS.map((group) => [group, top]));
  const reach = (groups: readonly Group[]): number => Math.max(...groups.map((group) => down.get(group) ?? top));
  const middle = columns.groups.get('middle');

  if (middle !== undefined)
    for (const card of plan.above) {
      const y = reach(['middle']);
      down.set('middle', y + placeCard(sheet, card, { ...middle, y }) + FRAME_GAP);
    }

  const placed = plan.accounts.map((account) => {
    const groups = spanOf(account);
    const y = reach(groups);
    const height = HEAD + innerHeight(topology, columns, account) + PAD;
    for (const group of groups) down.set(group, y + height + FRAME_GAP);
    return { account, groups, y, height };
  });

  const below = plan.below.reduce((sum, card) => sum + cardHeight(card, middle?.width ?? 0) + FRAME_GAP, 0);
  const end = Math.max(reach(['clients', 'clusters']), reach(['middle']) + below) - FRAME_GAP;
  for (const { account, groups, y, height } of placed) {
    const last = groups.every((group) => down.get(group) === y + height + FRAME_GAP);
    const limit = groups.includes('middle') ? end - below : end;
    placeAccount(sheet, columns, account, y, last ? Math.max(height, limit - y) : height);
  }
  let y = end - below + FRAME_GAP;
  if (middle !== undefined)
    for (const card of plan.below) y += placeCard(sheet, card, { ...middle, y: snapped(y) }) + FRAME_GAP;
  return { width: columns.width, bottom: end, frames: sheet.frames, cards: sheet.cards };
}

/** The groups from the first to the last that an account has something in. */
function spanOf({ cells }: AccountPlan): readonly Group[] {
  const used = GROUPS.map((group, index) => (cells.has(group) ? index : -1)).filter((index) => index >= 0);
  return GROUPS.slice(used[0], (used.at(-1) ?? 0) + 1);
}

function innerHeight(topology: Topology, { groups }: Columns, { cells }: AccountPlan): number {
  return Math.max(...[...cells].map(([group, cell]) => cellHeight(topology, cell, groups.get(group)?.width ?? 0)));
}

function placeAccount(sheet: Sheet, columns: Columns, account: AccountPlan, y: number, height: number): void {
  const spanned = spanOf(account)
    .map((group) => columns.groups.get(group))
    .filter((column): column is Column => column !== undefined);
  const [first] = spanned;
  const last = spanned.at(-1);
  if (first === undefined || last === undefined) return;
  const [x, width] = [first.x - PAD, last.x + last.width + 2 * PAD - first.x];
  const head = stack(headTexts(sheet.topology, 'account', account.name), { x: x + PAD, y: y + 10, width: width - 2 * PAD });
  sheet.frames.unshift({ kind: 'account', name: account.name, x, y, width, height, texts: head.texts });
  for (const [group, cell] of account.cells) {
    const column = columns.groups.get(group);
    if (column !== undefined) placeCell(sheet, cell, { ...column, y: y + HEAD, height: height - HEAD - PAD });
  }
}
