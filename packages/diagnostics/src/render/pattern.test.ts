import { readFileSync } from 'node:fs';
import { diagnose, type Observation } from '@msk-reach/core';
import { expect, test } from 'vitest';
import { patternAnswer, patternAsTable, type PatternAnswer } from './pattern.ts';

/** What a scenario of the lab came to. */
function answerOf(
  scenario: string,
  change: (seen: Observation) => Observation = (seen) => seen,
): PatternAnswer {
  const url = new URL(`../../../core/test/observations/${scenario}.json`, import.meta.url);
  const { observation } = JSON.parse(readFileSync(url, 'utf8')) as { readonly observation: Observation };
  const seen = change(observation);
  return patternAnswer(diagnose(seen), seen);
}
const first = ({ limits }: PatternAnswer) => limits[0];

test.each([
  ['client-in-another-region', 'none', 'unknown', 'hit', 'Same Region'],
  ['second-cluster-behind-one-wildcard', 'phz', 'yes', 'hit', 'One cluster a client VPC'],
  ['local-cluster-hides-the-remote-one', 'none', 'undeclared', 'hit', 'Nothing answers'],
  ['fixed-records-complete-for-now', 'phz', 'yes', 'near', 'Records other than the *'],
  ['one-zone-blackholed', 'phz', 'undeclared', 'clear', 'One cluster a client VPC'],
  ['healthy-second-region-rule', 'resolver-rule', 'yes', 'clear', 'Same Region'],
  ['healthy-resolver-rule', 'resolver-rule', 'yes', 'unknown', 'Same Region'],
  ['healthy-phz', 'phz', 'yes', 'clear', 'One cluster a client VPC'],
  ['declared-rule-but-a-wildcard-answers', 'phz', 'no', 'clear', 'One cluster a client VPC'],
])('%s: %s in force, declared: %s, nearest limit %s: %s', (scenario, observed, matches, state, text) => {
  const answer = answerOf(scenario);
  expect([answer.observed, answer.matches, first(answer)?.state]).toEqual([observed, matches, state]);
  expect(first(answer)?.text).toContain(text);
  expect(first(answer)?.because).not.toBe('');
});

test('the answer says where the client runs, in its commands too', () => {
  const answer = answerOf('healthy-second-region-rule');
  expect(answer.clientRegion).toBe('eu-west-1');
  expect(first(answer)?.because).toContain('runs in eu-west-1, and a rule there answers');
  expect(answer.settledBy[0]).toMatch(/--vpc-id vpc-0123456789abcdef0 --vpc-region eu-west-1$/);
  expect(answerOf('healthy-phz').clientRegion).toBeNull();
});

test('the table answers the three questions in its first lines', () => {
  const lines = (scenario: string): readonly string[] =>
    patternAsTable(answerOf(scenario), 300, false).split('\n').slice(0, 3);
  expect(lines('fixed-records-complete-for-now')).toEqual([
    expect.stringMatching(/^phz \(weak; phz-privatelink/),
    expect.stringContaining('as declared (phz)'),
    '1 of its limits is hit, or will be by the next change',
  ]);
  expect(lines('healthy-phz')[2]).toBe('none of its limits is hit');
  expect(lines('healthy-resolver-rule')[2]).toBe('no limit is known to be hit; of 1 it is not known');
});
