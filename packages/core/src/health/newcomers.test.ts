import { expect, test } from 'vitest';
import type { Finding, Report } from '../preflight/report.ts';
import { createNewcomers } from './newcomers.ts';

/** A report that names these brokers, with a failed finding for each list of subjects. */
function reportOf(brokers: readonly string[], ...failures: readonly (readonly string[])[]): Report {
  const findings = failures.map(
    (subjects) => ({ check: 'DNS03', status: 'fail', subjects }) as unknown as Finding,
  );
  return {
    status: failures.length === 0 ? 'pass' : 'fail',
    cluster: { brokers: brokers.map((host, id) => ({ id, host, port: 9098 })) },
    findings,
  } as unknown as Report;
}

const before = reportOf(['b1', 'b2']);
const nobody = (): boolean => false;

test.each<readonly [string, Report, readonly string[]]>([
  ['one that came and fails', reportOf(['b1', 'b2', 'b3'], ['b3']), ['b3']],
  ['two, by several findings', reportOf(['b1', 'b2', 'b3', 'b4'], ['b3'], ['b3', 'b4']), ['b3', 'b4']],
  ['one that was there fails too', reportOf(['b1', 'b2', 'b3'], ['b3', 'b1']), []],
  ['a failure of nobody in particular', reportOf(['b1', 'b2', 'b3'], ['b3'], []), []],
  ['a failure of what is no broker', reportOf(['b1', 'b2', 'b3'], ['boot']), []],
  ['nothing fails', reportOf(['b1', 'b2', 'b3']), []],
])('%s', (_name, report, expected) => {
  const newcomers = createNewcomers(nobody);
  newcomers.seen(before);
  newcomers.seen(report);
  expect(newcomers.aloneAtFault(report)).toEqual(expected);
});

test('a broker that traffic goes to is no newcomer any more', () => {
  const wanted = new Set<string>();
  const newcomers = createNewcomers((host) => wanted.has(host));
  newcomers.seen(before);
  const report = reportOf(['b1', 'b3'], ['b3']);
  newcomers.seen(report);
  expect(newcomers.aloneAtFault(report)).toEqual(['b3']);
  wanted.add('b3');
  expect(newcomers.aloneAtFault(report)).toEqual([]);
});

test('one that was reached once is known from then on', () => {
  const newcomers = createNewcomers(nobody);
  for (const report of [before, reportOf(['b1', 'b3'])]) newcomers.seen(report);
  expect(newcomers.aloneAtFault(reportOf(['b1', 'b3'], ['b3']))).toEqual([]);
});

test('whoever fails in the first report was there from the start; one without brokers is no start', () => {
  const newcomers = createNewcomers(nobody);
  const first = reportOf(['b1', 'b2'], ['b2']);
  for (const report of [reportOf([], []), first]) newcomers.seen(report);
  expect(newcomers.aloneAtFault(first)).toEqual([]);
});
