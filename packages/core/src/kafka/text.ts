/** Text that a broker sent, made fit for errors, reports and terminals. */

/** Control, format, unassigned and private characters, and every space but the plain one. */
const UNPRINTABLE = /[\p{C}\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/gu;
/** What nearly all text is: nothing is to be done then. */
const PLAIN = /^[ -~]*$/u;
const CUT = '…';
/** The shortest run of a secret that is taken for the secret. */
const MIN_SECRET_RUN = 12;

/**
 * The text with every unprintable character written out (`\u{1b}`) and cut to `maxLength` characters, with an ellipsis
 * at the end where something was cut. Text that was changed can never pass for a host name.
 *
 * @public
 */
export function printable(text: string, maxLength: number): string {
  if (text.length <= maxLength && PLAIN.test(text)) return text;
  // A character is at most two code units: nothing longer is looked at.
  const start = text.slice(0, 2 * maxLength + 2);
  const safe = start.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
  const characters = Array.from(safe);
  if (characters.length <= maxLength && start.length === text.length) return safe;
  return characters.slice(0, maxLength - 1).join('') + CUT;
}

/** The text without any run of a secret that the peer may echo. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return text.replace(/[\w+/=%.~-]+/gu, (word) => (echoes(word, secrets) ? '<redacted>' : word));
}

function echoes(word: string, secrets: readonly string[]): boolean {
  for (let start = 0; start + MIN_SECRET_RUN <= word.length; start++) {
    const run = word.slice(start, start + MIN_SECRET_RUN);
    if (secrets.some((secret) => secret.includes(run))) return true;
  }
  return false;
}
