/** Gives everything its place: groups beside each other, accounts below each other, each as far down as its group goes. */
import type { Topology } from '../model.ts';
import { cardHeight, headTexts, snapped, stack, type Frame, type PlacedCard } from './boxes.ts';
import type { Card } from './cards.ts';
import { columnsOf, PAD, type Column, type Columns } from './columns.ts';
import { cellHeight, FRAME_GAP, placeCard, placeCell, type Sheet } from './place.ts';
import { GROUPS, type AccountPlan, type Group, type Plan } from './plan.ts';
import type { TextBox } from './text.ts';

/** Everything but the ways. */
export interface Layout {
  readonly width: number;
  readonly bottom: number;
  readonly frames: readonly Frame[];
  readonly cards: readonly PlacedCard[];
}

/** An account with its place, as high as it has to be. */
interface Block {
  readonly account: AccountPlan;
  readonly groups: readonly Group[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly head: number;
  readonly height: number;
}

/** An account that would have to stretch further stands where its cards belong. */
const STRETCH = 128;
const HEAD_TOP = 10;

/** The places, from `top` on. */
export function layoutOf(topology: Topology, plan: Plan, top: number): Layout {
  const columns = columnsOf(plan);
  const sheet: Sheet = { topology, frames: [], cards: [] };
  const middle = columns.groups.get('middle');
  const down = new Map<Group, number>(GROUPS.map((group) => [group, top]));
  down.set('middle', placeBetween(sheet, plan.above, middle, top));
  const blocks = plan.accounts.map((account) => blockOf(topology, columns, account, down));
  const below = plan.below.reduce((sum, card) => sum + cardHeight(card, middle?.width ?? 0) + FRAME_GAP, 0);
  const reach = (group: Group): number => (down.get(group) ?? top) + (group === 'middle' ? below : 0);
  const end = Math.max(...GROUPS.map(reach)) - FRAME_GAP;
  for (const block of blocks) {
    const isLast = block.groups.every((group) => down.get(group) === block.y + block.height + FRAME_GAP);
    const limit = block.groups.includes('middle') ? end - below : end;
    placeAccount(sheet, columns, isLast ? grown(block, limit) : block);
  }
  placeBetween(sheet, plan.below, middle, snapped(end - below + FRAME_GAP));
  return { width: columns.width, bottom: end, frames: sheet.frames, cards: sheet.cards };
}

/** Places cards of no account, and returns where what follows may stand. */
function placeBetween(sheet: Sheet, cards: readonly Card[], column: Column | undefined, top: number): number {
  if (column === undefined) return top;
  const { x, width } = column;
  return cards.reduce((y, card) => y + placeCard(sheet, card, { x, y, width }) + FRAME_GAP, top);
}

function blockOf(
  topology: Topology,
  columns: Columns,
  account: AccountPlan,
  down: Map<Group, number>,
): Block {
  const groups = spanOf(account);
  const spanned = groups.map((group) => columns.groups.get(group)).filter((column) => column !== undefined);
  const x = Math.min(...spanned.map((column) => column.x)) - PAD;
  const width = Math.max(...spanned.map((column) => column.x + column.width)) + PAD - x;
  const y = Math.max(...groups.map((group) => down.get(group) ?? 0));
  const head = snapped(HEAD_TOP + headOf(topology, account.name, { x, y: 0, width }).bottom + HEAD_TOP);
  const cells = [...account.cells].map(([group, cell]) =>
    cellHeight(topology, cell, columns.groups.get(group)?.width ?? 0),
  );
  const height = head + Math.max(...cells) + PAD;
  for (const group of groups) down.set(group, y + height + FRAME_GAP);
  return { account, groups, x, y, width, head, height };
}

/** The groups from the first to the last that an account has something in. */
function spanOf({ cells }: AccountPlan): readonly Group[] {
  const used = GROUPS.map((group, index) => (cells.has(group) ? index : -1)).filter((index) => index !== -1);
  return GROUPS.slice(used[0], (used.at(-1) ?? 0) + 1);
}

/** Down to the end of its group: stretched, or moved where it would be mostly empty. Names stay above. */
function grown(block: Block, limit: number): Block {
  const spare = Math.floor((limit - block.y - block.height) / 8) * 8;
  if (spare <= STRETCH) return { ...block, height: block.height + Math.max(0, spare) };
  const cells = [...block.account.cells.values()];
  const hasData = cells.some(({ vpcs, bottom }) => vpcs.length + bottom.length > 0);
  return hasData ? { ...block, y: block.y + spare } : block;
}

function headOf(
  topology: Topology,
  name: string,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): { readonly texts: readonly TextBox[]; readonly bottom: number } {
  return stack(headTexts(topology, 'account', name), { x: x + PAD, y, width: width - 2 * PAD });
}

function placeAccount(sheet: Sheet, { groups }: Columns, block: Block): void {
  const { account, x, y, width, head, height } = block;
  const { texts } = headOf(sheet.topology, account.name, { x, y: y + HEAD_TOP, width });
  // Before the VPCs that stand on it.
  sheet.frames.unshift({ kind: 'account', name: account.name, x, y, width, height, texts });
  for (const [group, cell] of account.cells) {
    const column = groups.get(group);
    if (column !== undefined) placeCell(sheet, cell, { ...column, y: y + head, height: height - head - PAD });
  }
}
