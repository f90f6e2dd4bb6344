/** What the user said cannot be meant: exit 2, no report. */

/** One mistake or several, each a line. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Tells a {@link UsageError} by its shape. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}
