/** How wide text is, without a browser: the widths of Helvetica, with room for wider fonts. */

/** Where a text stands and how much room it takes. */
export interface TextBox {
  readonly text: string;
  readonly x: number;
  /** The top; the baseline is a part of its height further down. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly style: TextStyle;
}

/** A style of the picture's sheet. */
export type TextStyle = 'title' | 'small' | 'name' | 'kind' | 'line' | 'step' | 'frame' | 'badge';

/** Size in pixels, and whether it is bold. */
export const FONTS: Readonly<Record<TextStyle, { readonly size: number; readonly bold: boolean }>> = {
  title: { size: 18, bold: true },
  small: { size: 12, bold: false },
  frame: { size: 13, bold: true },
  kind: { size: 11, bold: true },
  name: { size: 14, bold: true },
  line: { size: 12, bold: false },
  step: { size: 13, bold: false },
  badge: { size: 12, bold: true },
};

/** Per mille of the font's size. */
const WIDTHS: readonly (readonly [string, number])[] = [
  ["ijl'|", 222],
  [' !.,:;/\\ftI[]', 278],
  ['r()-{}`', 340],
  ['cksvxyzJ"*', 500],
  ['abdeghnopqu0123456789L#$?_', 556],
  ['<>=+~F', 600],
  ['TZABEKPSVXY&', 667],
  ['wCDHNRU', 722],
  ['GOQ', 778],
  ['mM%', 861],
  ['W@', 1_000],
];
const OTHERS = 1_000;
/** Bold letters, and fonts that are wider than Helvetica. */
const BOLD = 1.07;
const ROOM = 1.14;

/** How wide a text is at most. */
export function widthOf(text: string, style: TextStyle): number {
  const { size, bold } = FONTS[style];
  const thousandths = Array.from(text).reduce((sum, character) => sum + characterWidth(character), 0);
  return Math.ceil((thousandths * size * (bold ? BOLD : 1) * ROOM) / 1_000);
}

function characterWidth(character: string): number {
  return WIDTHS.find(([characters]) => characters.includes(character))?.[1] ?? OTHERS;
}

/** How high a line of the style is. */
export function lineHeight(style: TextStyle): number {
  return Math.round(FONTS[style].size * 1.3);
}

/** A text in lines that fit; a word that does not fit alone is cut after a dot, a dash or a slash, else anywhere. */
export function wrapped(text: string, style: TextStyle, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.split(/(?<= )/).flatMap((word) => cut(word, style, width))) {
    if (line !== '' && widthOf((line + piece).trimEnd(), style) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    line += piece;
  }
  return [...lines, line.trimEnd()];
}

function cut(word: string, style: TextStyle, width: number): readonly string[] {
  if (widthOf(word.trimEnd(), style) <= width) return [word];
  const pieces = word.split(/(?=\.(?!com\b)[a-z])|(?<=[-/])/);
  return pieces.flatMap((piece) => (widthOf(piece, style) <= width ? [piece] : Array.from(piece)));
}
