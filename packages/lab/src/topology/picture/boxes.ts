/** Rectangles and the texts in them. Everything stands on a grid of 8 pixels, on which the ways run. */
import type { Topology } from '../model.ts';
import { blocksOf } from '../plan/ipv4.ts';
import type { Card } from './cards.ts';
import { FONTS, lineHeight, widthOf, wrapped, type TextBox, type TextStyle } from './text.ts';

export const GRID = 8;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An account or a VPC. */
export interface Frame extends Box {
  readonly kind: 'account' | 'vpc';
  readonly name: string;
  readonly texts: readonly TextBox[];
}

/** A card with its place. */
export interface PlacedCard extends Box {
  readonly card: Card;
  readonly texts: readonly TextBox[];
}

/** Up to the next line of the grid. */
export function snapped(length: number, grid: number = GRID): number {
  return Math.ceil(length / grid) * grid;
}

/** Lines of text below each other, and where they end. */
export function stack(
  entries: readonly (readonly [TextStyle, string])[],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): { readonly texts: readonly TextBox[]; readonly bottom: number } {
  const texts: TextBox[] = [];
  let bottom = y;
  for (const [style, text] of entries)
    for (const line of wrapped(text, style, width)) {
      const height = lineHeight(style);
      texts.push({ text: line, x, y: bottom, width: widthOf(line, style), height, style });
      bottom += height;
    }
  return { texts, bottom };
}

/** Where the baseline of a text is. */
export function baselineOf({ y, style }: TextBox): number {
  return y + Math.round(FONTS[style].size * 1.02);
}

const CARD_X = 14;
const CARD_Y = 8;

/** What stands on a card. */
export function cardTexts(
  card: Card,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): {
  readonly texts: readonly TextBox[];
  readonly bottom: number;
} {
  const entries = [
    ['kind', card.kind],
    ['name', card.name],
    ...card.lines.map((line) => ['line', line] as const),
  ] as const;
  return stack(entries, { x: x + CARD_X, y: y + CARD_Y, width: width - CARD_X - 8 });
}

/** How high a card of that width is. */
export function cardHeight(card: Card, width: number): number {
  return snapped(cardTexts(card, { x: 0, y: 0, width }).bottom + CARD_Y, 2 * GRID);
}

/** The words at the head of an account's or a VPC's frame. */
export function headTexts(
  topology: Topology,
  kind: Frame['kind'],
  name: string,
): readonly (readonly [TextStyle, string])[] {
  if (kind === 'account') {
    const account = topology.accounts[name];
    return [
      ['frame', account?.title ?? name],
      ['small', `${name}, ${account?.id ?? ''}`],
    ];
  }
  const vpc = topology.vpcs[name];
  return [
    ['frame', `VPC ${name}`],
    ['small', vpc === undefined ? '' : blocksOf(vpc).join(', ')],
    ['small', `${vpc?.region ?? ''}, zones ${Object.keys(vpc?.subnets ?? {}).join(', ')}`],
  ];
}
