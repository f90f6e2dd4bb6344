/** The times of a health check: a slip in them would look at the cluster a thousand times a second. */
import type { ConfigIssue } from '../config/config.ts';

/** A look takes connections from the quota that the whole cluster shares. */
const LEAST_REFRESH_MS = 1_000;
/** What a timer can hold. */
const MOST_REFRESH_MS = 2 ** 31 - 1;

/** What is wrong with them, under the names that the caller's options have. */
export function timeIssues(
  maxAgeMs: unknown,
  refreshEveryMs: unknown,
  names: readonly [maxAge: string, refresh: string] = ['maxAgeMs', 'refreshEveryMs'],
): readonly ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const wrong = (path: string, value: unknown, expected: string): void =>
    void issues.push({ path, problem: `is ${JSON.stringify(value) ?? String(value)}`, expected });
  if (maxAgeMs !== undefined && !(typeof maxAgeMs === 'number' && maxAgeMs >= 0))
    wrong(names[0], maxAgeMs, 'milliseconds, 0 or more');
  if (refreshEveryMs !== undefined && !isInterval(refreshEveryMs))
    wrong(
      names[1],
      refreshEveryMs,
      `milliseconds from ${LEAST_REFRESH_MS} to ${MOST_REFRESH_MS}, or Infinity for never`,
    );
  return issues;
}

function isInterval(value: unknown): boolean {
  if (typeof value !== 'number') return false;
  return value === Number.POSITIVE_INFINITY || (value >= LEAST_REFRESH_MS && value <= MOST_REFRESH_MS);
}
