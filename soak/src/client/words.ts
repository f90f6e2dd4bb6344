/** An error in one line, with what caused it. */
export function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error && error.cause.message !== error.message ? error.cause : null;
  const own = `${error.name}: ${error.message}`.replaceAll(/\s+/gu, ' ');
  return cause === null ? own : `${own} (${wordsOf(cause)})`;
}
