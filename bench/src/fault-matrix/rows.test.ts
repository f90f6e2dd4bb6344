import { expect, test } from 'vitest';
import { pageOf, type RawWords, type Row } from './rows.ts';

const row = { cause: 'TCP01', title: 'filtered', scenario: 'one-broker-blackholed' };
const seen = {
  ours: { status: 'fail', rootCauses: ['TCP01'], summary: 'Nothing answers.', ms: 1_240 },
  raw: { firstLog: null, thrown: 'KafkaJSNumberOfRetriesExceeded: Connection timeout', ms: 14_400 },
};

const lastLine = (given: Row): string => pageOf([given], 'About.').trimEnd().split('\n').at(-1) ?? '';
const lineOf = (changed: { readonly raw?: RawWords | null }): string =>
  lastLine({ ...row, seen: { ...seen, ...changed } });

test('what this machine cannot try is said', () => {
  expect(lastLine({ ...row, seen: { because: 'that needs root' } })).toBe(
    '| [TCP01](causes/TCP01.md) filtered | not tried: that needs root | - | not tried | - | one-broker-blackholed |',
  );
});

test('a row says what both say, and after how many seconds', () => {
  expect(lineOf({})).toBe(
    '| [TCP01](causes/TCP01.md) filtered | KafkaJSNumberOfRetriesExceeded: Connection timeout | 14.4 | **TCP01** Nothing answers. | 1.2 | one-broker-blackholed |',
  );
});

test('one that notices nothing goes on, one that says nothing was ended', () => {
  expect(lineOf({ raw: { firstLog: null, thrown: null, ms: 1_000 } })).toContain('| goes on | 1.0 |');
  expect(lineOf({ raw: null })).toContain('| nothing; it was ended | > 60.0 |');
});

test('a log line that the error repeats is not said twice', () => {
  const raw = { firstLog: 'Connection timeout', thrown: 'Error: Connection timeout', ms: 1_000 };
  expect(lineOf({ raw })).not.toContain('log:');
});

test('words of a peer neither end a cell nor are markup', () => {
  const thrown = 'Error: a|b <img src=x>\n\n# c `d`';
  const line = lineOf({ raw: { firstLog: null, thrown, ms: 1 } });
  expect(line).toContain(String.raw`Error: a\|b \<img src=x\> # c \`d\``);
  expect(line.split(/(?<!\\)\|/u)).toHaveLength(8);
});
