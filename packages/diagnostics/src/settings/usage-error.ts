/** What the user said cannot be meant: exit 2, no report. */

/** One mistake or several, each a line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Tells a {@link UsageError} by its shape. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** What somebody typed, safe to print. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const printable = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  return `'${printable.length > 120 ? `${printable.slice(0, 117)}...` : printable}'`;
}
