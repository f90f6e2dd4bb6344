/** Text for XML and HTML: whatever came from outside stays text. */

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML 1.0 cannot hold, not even as a reference; and what would turn the order of a line around. */
const UNSPEAKABLE = /(?![\t\n\r])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** Text as it may stand between tags and, with either kind of quotes, in an attribute. */
export function escaped(text: string): string {
  return text
    .replaceAll(UNSPEAKABLE, '\ufffd')
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
