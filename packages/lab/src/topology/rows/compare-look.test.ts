import { expect, test } from 'vitest';
import type { CheckReport } from '../../scenario/check.ts';
import type { LookExpect } from '../model.ts';
import { compareLook } from './compare-look.ts';

const FINDING = {
  check: 'DNS01',
  status: 'fail',
  summary: 'No name resolves.',
  candidates: ['DNS01', 'PAT04'],
  settledBy: 'Whether enableDnsHostnames is on.',
  fix: {
    text: 'Associate the zone.',
    commands: [
      { owner: 'cluster-account', command: 'aws a' },
      { owner: 'client-account', command: 'aws b' },
      { owner: 'cluster-account', command: 'aws c' },
    ],
  },
};
const REPORT = {
  status: 'fail',
  pattern: { observed: 'none', confidence: 'strong' },
  cluster: { brokers: [{ id: 98 }, { id: 97 }] },
  findings: [FINDING],
  rootCauses: ['DNS01'],
} as unknown as CheckReport;

const differences = (more: LookExpect, report: CheckReport | undefined = REPORT) =>
  compareLook({ rootCauses: ['DNS01'], ...more }, { exit: 3, report, words: 'no bootstrap', ms: 1 });

test.each<[string, LookExpect]>([
  ['nothing more', {}],
  ['a candidate', { candidates: [['DNS13', 'PAT04']] }],
  ['owners in order', { owners: ['cluster-account', 'client-account', 'cluster-account'] }],
  ['others between owners', { owners: ['cluster-account', 'cluster-account'] }],
  ['words of the finding, whatever their case', { says: ['ENABLEDNSHOSTNAMES', 'aws b', 'associate'] }],
  ['the confidence', { confidence: ['weak', 'strong'] }],
  ['the brokers in any order of the report', { brokers: [97, 98] }],
])('as expected: %s', (_name, more) => {
  expect(differences(more)).toEqual([]);
});

test.each<[string, LookExpect, string]>([
  ['another root cause', { rootCauses: ['DNS02'] }, 'root cause DNS02 is missing'],
  ['no such candidate', { candidates: ['DNS13'] }, 'DNS01 does not name DNS13 as a candidate'],
  [
    'owners in another order',
    { owners: ['client-account', 'client-account'] },
    'DNS01 names cluster-account, client-account, cluster-account, which is not client-account, client-account in order',
  ],
  ['words that are not there', { says: ['core VPC'] }, 'DNS01 does not say "core VPC"'],
  ['less sure', { confidence: 'weak' }, 'confidence strong instead of weak'],
  ['a broker more', { brokers: [97] }, 'brokers 97, 98 instead of 97'],
])('different: %s', (_name, more, difference) => {
  expect(differences(more)).toContain(difference);
});

test('without a report its words are the difference', () => {
  const result = { exit: 2, report: undefined, words: 'no bootstrap\n', ms: 1 };
  expect(compareLook({ rootCauses: ['DNS01'] }, result)).toContain('it said: no bootstrap');
});

test('where nothing failed, the first warning is read', () => {
  const report = { ...REPORT, rootCauses: [], findings: [{ ...FINDING, status: 'warn' }] } as CheckReport;
  const want: LookExpect = { exit: 0, status: 'fail', warnings: ['DNS01'], says: ['resolves'] };
  expect(compareLook(want, { exit: 0, report, words: '', ms: 1 })).toEqual([]);
});
