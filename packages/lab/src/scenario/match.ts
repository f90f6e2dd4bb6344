import type { CheckResult } from './check.ts';
import type { ExpectedId, ExpectSection } from './scenario.ts';

type Status = NonNullable<ExpectSection['status']>;

const EXIT_OF: Readonly<Record<Status, number>> = { pass: 0, warn: 0, fail: 3, unknown: 5 };
/** Every exit code that can come with a status: `--fail-on warn` gives `warn` another. */
export const EXITS_OF: Readonly<Record<Status, readonly number[]>> = {
  pass: [0],
  warn: [0, 4],
  fail: [3],
  unknown: [5],
};
/** 2 and 1: there is no report. */
const STATUS_OF: Readonly<Record<number, Status>> = { 0: 'pass', 3: 'fail', 4: 'warn', 5: 'unknown' };

/** What is expected, with everything filled in. */
export interface Expected {
  readonly exit: number;
  /** undefined: no report. */
  readonly status: Status | undefined;
  readonly rootCauses: readonly ExpectedId[];
  readonly warnings: readonly string[] | undefined;
  readonly pattern: readonly string[] | undefined;
  readonly failing: readonly ExpectedId[];
  readonly notFailing: readonly string[];
}

/** What came out, in the words of what is expected. */
export interface Got {
  readonly exit: number | null;
  readonly status: string | undefined;
  readonly rootCauses: readonly string[];
  readonly warnings: readonly string[];
  readonly pattern: string | undefined;
}

/** One scenario compared. */
export interface Comparison {
  readonly matched: boolean;
  /** Each difference in words; empty when it matched. */
  readonly differences: readonly string[];
  /** Reported root causes and warnings that are not expected. */
  readonly falseAlarms: readonly string[];
}

/** Fills in what follows from the rest. */
export function expected(section: ExpectSection = {}): Expected {
  const { rootCauses = [], warnings, pattern, failing = [], notFailing = [] } = section;
  const implied: Status = rootCauses.length > 0 ? 'fail' : (warnings ?? []).length > 0 ? 'warn' : 'pass';
  const status =
    section.status ??
    (section.exit === undefined || section.exit === EXIT_OF[implied] ? implied : STATUS_OF[section.exit]);
  const exit = section.exit ?? EXIT_OF[status ?? 'pass'];
  return {
    exit,
    status,
    rootCauses,
    warnings,
    pattern: pattern === undefined ? undefined : [pattern].flat(),
    failing,
    notFailing,
  };
}

/** What a check said, in the words of what is expected. */
export function got({ exit, report }: CheckResult): Got {
  return {
    exit,
    status: report?.status,
    rootCauses: report?.rootCauses ?? [],
    warnings: withStatus(report, 'warn'),
    pattern: report?.pattern.observed,
  };
}

/** Compares by the rules of the format; order does not count. */
export function compare(want: Expected, result: CheckResult): Comparison {
  const have = got(result);
  const failed = withStatus(result.report, 'fail');
  const surprising = have.rootCauses.filter((id) => !want.rootCauses.some((item) => includes(item, id)));
  const warned =
    want.warnings === undefined ? [] : have.warnings.filter((id) => want.warnings?.includes(id) !== true);
  const differences = [
    ...(have.exit === want.exit ? [] : [`exit ${have.exit} instead of ${want.exit}`]),
    ...(have.status === want.status
      ? []
      : [`status ${have.status ?? 'none'} instead of ${want.status ?? 'none'}`]),
    ...want.rootCauses
      .filter((item) => !have.rootCauses.some((id) => includes(item, id)))
      .map((item) => `root cause ${words(item)} is missing`),
    ...surprising.map((id) => `root cause ${id} is not expected`),
    ...(want.warnings ?? [])
      .filter((id) => !have.warnings.includes(id))
      .map((id) => `warning ${id} is missing`),
    ...warned.map((id) => `warning ${id} is not expected`),
    ...(want.pattern === undefined || want.pattern.includes(have.pattern ?? '')
      ? []
      : [`pattern ${have.pattern ?? 'none'} instead of ${want.pattern.join(' or ')}`]),
    ...want.failing
      .filter((item) => !failed.some((id) => includes(item, id)))
      .map((item) => `${words(item)} does not fail`),
    ...want.notFailing.filter((id) => failed.includes(id)).map((id) => `${id} fails`),
  ];
  return { matched: differences.length === 0, differences, falseAlarms: [...surprising, ...warned] };
}

function withStatus(report: CheckResult['report'], status: string): readonly string[] {
  return [
    ...new Set((report?.findings ?? []).filter((one) => one.status === status).map(({ check }) => check)),
  ];
}

function includes(item: ExpectedId, id: string): boolean {
  return typeof item === 'string' ? item === id : item.includes(id);
}

function words(item: ExpectedId): string {
  return typeof item === 'string' ? item : item.join(' or ');
}
