/** Markup made of parts: whatever is no part is text, and cannot become markup. */
import { escaped } from '../markup.ts';

/** A piece of markup. */
export interface Part {
  readonly markup: string;
}

/** What may stand in an element. */
export type Content = Part | string | number | readonly Content[];

/** Attributes; what is null is left out. */
export type Attributes = Readonly<Record<string, string | number | null>>;

const EMPTY = new Set(['meta', 'input', 'rect', 'line', 'path']);

/** An element. The markup is HTML and well-formed XML at once. */
export function element(name: string, attributes: Attributes, ...content: readonly Content[]): Part {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  if (EMPTY.has(name)) return { markup: `<${name}${said} />` };
  return { markup: `<${name}${said}>${markupOf(content)}</${name}>` };
}

/** Text of our own that is not to be escaped: a style sheet or a script. */
export function verbatim(name: 'style' | 'script', text: string): Part {
  return { markup: `<${name}>${text}</${name}>` };
}

function markupOf(content: Content): string {
  if (typeof content === 'string' || typeof content === 'number') return escaped(String(content));
  if ('markup' in content) return content.markup;
  // In lines, so that a diff of two pages can be read; no text is touched.
  return content.map((part) => (isBlock(part) ? `\n${markupOf(part)}` : markupOf(part))).join('');
}

function isBlock(content: Content): boolean {
  return (
    typeof content === 'object' &&
    'markup' in content &&
    /^<(?:section|article|header|nav|main|footer|h[1-6]|table|thead|tbody|tr|p|ul|ol|li|dl|dt|svg|g|details|div|body|head|meta|style|script|title|figure)\b/.test(
      content.markup,
    )
  );
}
