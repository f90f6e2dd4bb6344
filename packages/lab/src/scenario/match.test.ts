import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import type { CheckResult } from './check.ts';
import { compare, expected, got } from './match.ts';
import type { ExpectSection } from './scenario.ts';
import { rowSchema } from './schema/row-schema.ts';

interface Said {
  readonly exit?: number;
  readonly status?: string;
  readonly rootCauses?: readonly string[];
  readonly findings?: Readonly<Record<string, string>>;
  readonly observed?: string;
}

function result({
  exit = 0,
  status = 'pass',
  rootCauses = [],
  findings = {},
  observed = 'phz',
}: Said): CheckResult {
  const list = Object.entries(findings).map(([check, one]) => ({ check, status: one, summary: '' }));
  return { exit, ms: 1, words: '', report: { status, rootCauses, findings: list, pattern: { observed } } };
}

const differences = (want: ExpectSection, said: Said): readonly string[] =>
  compare(expected(want), result(said)).differences;

const DNS03: Said = {
  exit: 3,
  status: 'fail',
  rootCauses: ['DNS03'],
  findings: { DNS03: 'fail', BRK01: 'skip' },
};

test('exit and status follow from the rest', () => {
  expect(expected()).toMatchObject({ exit: 0, status: 'pass' });
  expect(expected({ rootCauses: ['DNS03'] })).toMatchObject({ exit: 3, status: 'fail' });
  expect(expected({ warnings: ['DNS02'] })).toMatchObject({ exit: 0, status: 'warn' });
  expect(expected({ status: 'unknown' })).toMatchObject({ exit: 5, status: 'unknown' });
  expect(expected({ exit: 5 })).toMatchObject({ exit: 5, status: 'unknown' });
  expect(expected({ exit: 4 })).toMatchObject({ exit: 4, status: 'warn' });
  expect(expected({ exit: 2 })).toMatchObject({ exit: 2, status: undefined });
});

test('a match is one in every respect', () => {
  const want = { rootCauses: ['DNS03'], pattern: 'phz', failing: ['DNS03'], notFailing: ['BRK01'] };
  expect(differences(want, DNS03)).toEqual([]);
});

test('items are met in any order, and one of a list is enough', () => {
  const said = { exit: 3, status: 'fail', rootCauses: ['CRD04', 'DNS01'] };
  expect(differences({ rootCauses: ['DNS01', ['CRD03', 'CRD04']] }, said)).toEqual([]);
  expect(differences({ rootCauses: ['DNS01', ['CRD01', 'CRD03']] }, said)).toEqual([
    'root cause CRD01 or CRD03 is missing',
    'root cause CRD04 is not expected',
  ]);
});

test.each([
  [{ rootCauses: ['DNS03'], exit: 0 }, ['exit 3 instead of 0', 'status fail instead of pass']],
  [{ rootCauses: ['DNS03', 'TCP01'] }, ['root cause TCP01 is missing']],
  [{ status: 'fail' }, ['root cause DNS03 is not expected']],
  [{ rootCauses: ['DNS03'], pattern: ['local', 'none'] }, ['pattern phz instead of local or none']],
  [{ rootCauses: ['DNS03'], failing: ['BRK01'] }, ['BRK01 does not fail']],
  [{ rootCauses: ['DNS03'], notFailing: ['DNS03'] }, ['DNS03 fails']],
] satisfies [ExpectSection, string[]][])('%j differs', (want, words) => {
  expect(differences(want, DNS03)).toEqual(words);
});

test('warnings are compared exactly where they are given', () => {
  const said = { status: 'warn', findings: { DNS02: 'warn', CRD06: 'warn' } };
  expect(differences({ status: 'warn' }, said)).toEqual([]);
  expect(differences({ warnings: ['DNS02', 'CRD06'] }, said)).toEqual([]);
  expect(differences({ warnings: ['DNS02', 'TCP03'] }, said)).toEqual([
    'warning TCP03 is missing',
    'warning CRD06 is not expected',
  ]);
});

test('a false alarm is a root cause or a warning that nobody expects', () => {
  const said = { exit: 3, status: 'fail', rootCauses: ['DNS03', 'TCP01'], findings: { CRD06: 'warn' } };
  expect(compare(expected({ rootCauses: ['DNS03'], warnings: [] }), result(said)).falseAlarms).toEqual([
    'TCP01',
    'CRD06',
  ]);
});

test('rows fit their schema, whatever came out', () => {
  const validate = new Ajv2020({ strict: false }).compile(rowSchema);
  const none: CheckResult = { exit: null, report: undefined, words: '', ms: 1 };
  const cases: readonly [ExpectSection, CheckResult][] = [
    [{}, result({})],
    [{ rootCauses: [['CRD03', 'CRD04'], 'DNS01'], warnings: [], pattern: 'phz' }, result(DNS03)],
    [{ exit: 2 }, none],
  ];
  for (const [section, said] of cases) {
    const want = expected(section);
    const row = { name: 'x', file: 'x.json', expected: want, got: got(said), ms: 1, ...compare(want, said) };
    expect(validate(JSON.parse(JSON.stringify(row)))).toBe(true);
  }
  expect(validate({})).toBe(false);
});

test('no report where one is expected is a difference', () => {
  const none: CheckResult = { exit: 2, report: undefined, words: 'usage', ms: 1 };
  expect(compare(expected({ exit: 2 }), none).matched).toBe(true);
  expect(compare(expected(), none).differences).toEqual([
    'exit 2 instead of 0',
    'status none instead of pass',
  ]);
});
