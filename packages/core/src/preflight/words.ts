/** Words of the catalogue, filled in. Whatever came from outside is bounded and loses its control characters here. */
const PLACEHOLDER = /\{([a-zA-Z]+)\}/g;
/** What may stand in a command that somebody pastes into a shell. */
const SHELL_SAFE = /^[\w.:/@=+,*][\w.:/@=+,*-]{0,2047}$/;
const PLAIN = /^[\x20-\x7e]*$/;
const MAX_TEXT = 600;

/** Values by name. */
export type Values = Readonly<Record<string, string>>;

/** One line of bounded, printable text. */
export function clean(text: string, max: number = MAX_TEXT): string {
  const printable = PLAIN.test(text) ? text : text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return printable.length > max ? `${printable.slice(0, max - 3)}...` : printable;
}

/** A sentence from a template. */
export function sentence(template: string, values: Values): string {
  const filled = template.replaceAll(PLACEHOLDER, (_, name: string) =>
    clean(values[name] ?? placeholder(name), 300),
  );
  const text = clean(filled.replace(/([^.])([.!?])\.$/, '$1$2'));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One word of a shell's, quoted where need be; null where it cannot be one that is safe to print and paste. */
export function shellWord(value: string): string | null {
  if (/^[\w.:/@=+,*-]{1,2048}$/.test(value)) return value;
  return /^[\x20-\x7e]{1,2048}$/.test(value) ? `'${value.replaceAll("'", `'"'"'`)}'` : null;
}

/** A command from a template: a value that a shell could misread stays a placeholder. */
export function command(template: string, values: Values): string {
  return template.replaceAll(PLACEHOLDER, (_, name: string) => {
    const value = values[name];
    return value !== undefined && SHELL_SAFE.test(value) ? value : placeholder(name);
  });
}

/** `a, b, c and 4 more`. */
export function listed(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most).join(', ');
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}

/**
 * `clientVpcId` becomes `<client-vpc-id>`: a shell takes that for a file that is not there, so a command with a
 * placeholder left in it does nothing.
 */
export function placeholder(name: string): string {
  return `<${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}>`;
}
