/** What somebody typed, safe to print: on one line, without control characters, and not too long. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const printable = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return `'${printable.length > 120 ? `${printable.slice(0, 117)}...` : printable}'`;
}
