/**
 * Mistakes that only show between options. Reads raw input, so that they are named together with wrong shapes
 * elsewhere, and says nothing about a shape.
 */
import type { ConfigIssue } from './config.ts';
import { expectedAt } from './expected.ts';

/** Options that say the same thing in two ways. */
export const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['credentials', 'profile'],
  ['caFile', 'ca'],
  ['stsFips', 'stsEndpoint'],
];
const MOST_SECONDS_CHAINED = 3600;

/** Every conflict between the options of one input. */
export function findConflicts(input: unknown): readonly ConfigIssue[] {
  if (!isRecord(input)) return [];
  const issues: ConfigIssue[] = [];
  for (const [path, other] of EXCLUSIVE) {
    if (isGiven(input[path]) && isGiven(input[other])) {
      issues.push({ path, problem: `is given beside '${other}'`, expected: 'one of the two' });
    }
  }
  if (!isGiven(input['bootstrap']) && !isGiven(input['clusterArn']))
    issues.push({ path: 'bootstrap', problem: 'is missing', expected: expectedAt('bootstrap') });
  const gate = input['preflight'];
  if (isRecord(gate) && gate['mode'] === 'off' && isGiven(gate['reuse']))
    issues.push({
      path: 'preflight.reuse',
      problem: "is given beside the mode 'off'",
      expected: "the mode 'require' or 'warn'",
    });
  const roles: readonly unknown[] = Array.isArray(input['roles']) ? input['roles'] : [];
  for (const [index, role] of roles.entries()) if (isRecord(role)) issues.push(...roleConflicts(role, index));
  return issues;
}

function roleConflicts(role: Readonly<Record<string, unknown>>, index: number): readonly ConfigIssue[] {
  const issues: ConfigIssue[] = [];
  const { durationSeconds, tags, transitiveTagKeys } = role;
  if (
    index > 0 &&
    Number.isInteger(durationSeconds) &&
    within(Number(durationSeconds), MOST_SECONDS_CHAINED + 1, 43_200)
  ) {
    const path = `roles[${index}].durationSeconds`;
    issues.push({ path, problem: 'is over the limit of a chained role', expected: expectedAt(path) });
  }
  const keys: readonly unknown[] = Array.isArray(transitiveTagKeys) ? transitiveTagKeys : [];
  for (const [position, key] of keys.entries()) {
    if (typeof key !== 'string' || (isRecord(tags) && Object.hasOwn(tags, key))) continue;
    const path = `roles[${index}].transitiveTagKeys[${position}]`;
    issues.push({ path, problem: 'is not a key of the tags', expected: expectedAt(path) });
  }
  return issues;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false;
}

function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
