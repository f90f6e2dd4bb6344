import { parse } from 'junit2json';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { ATTACK, hostile, names, rendering } from '../../test/renderings.ts';
import { junit } from './junit.ts';

/** XML 1.0 by the letter: throws at the first character that may not be there. */
function strictly(xml: string): string {
  new SaxesParser().write(xml).close();
  return xml;
}

interface Case {
  readonly name?: string;
  readonly classname?: string;
  readonly failure?: readonly {
    readonly message?: string;
    readonly type?: string;
    readonly inner?: string;
  }[];
  readonly error?: readonly { readonly message?: string; readonly type?: string }[];
  readonly skipped?: readonly { readonly message?: string }[];
  readonly 'system-out'?: readonly string[];
}

async function casesOf(text: string) {
  const read = await parse(strictly(text));
  if (read == null || !('testsuite' in read)) throw new Error('no testsuites in there');
  const suites = read.testsuite ?? [];
  return { suites: read, cases: suites.flatMap(({ testcase = [] }) => testcase) as readonly Case[] };
}

test.each(names)('%s: a parser of JUnit finds every check once, with its status', async (name) => {
  const { report, ...how } = rendering(name);
  const { suites, cases } = await casesOf(junit.render({ report, ...how }));
  const kindOf = (one: Case): string =>
    one.failure ? 'fail' : one.error ? 'unknown' : one.skipped ? 'skip' : one['system-out'] ? 'warn' : 'pass';
  const found = cases.map((one) => [one.name?.slice(0, 5), kindOf(one)]);
  expect(found).toHaveLength(report.findings.length);
  expect(Object.fromEntries(found)).toEqual(
    Object.fromEntries(report.findings.map(({ check, status }) => [check, status])),
  );
  const count = (...statuses: readonly string[]): number =>
    report.findings.filter(({ status }) => statuses.includes(status)).length;
  expect([suites.tests, suites.failures, suites.errors]).toEqual([
    report.findings.length,
    count('fail'),
    count('unknown', 'crash'),
  ]);
});

test('a failure says what to do, and whose it is', async () => {
  const { cases } = await casesOf(junit.render(rendering('one-broker-without-a-record')));
  const [failure] = cases.find((one) => one.name?.startsWith('DNS03'))?.failure ?? [];
  expect(failure?.message).toContain('b98-abcd1234');
  expect(failure?.inner).toContain(
    '# (2) in the cluster account (222222222222)\n  aws ec2 describe-vpc-endpoints',
  );
});

test('a warning fails only where warnings do', async () => {
  const { report, ...how } = rendering('healthy');
  const warned = {
    ...report,
    findings: report.findings.map((one) =>
      one.check === 'DNS02' ? { ...one, status: 'warn' as const } : one,
    ),
  };
  const failures = async (failOn: 'fail' | 'warn') =>
    (await casesOf(junit.render({ ...how, report: warned, failOn }))).suites.failures;
  expect([await failures('fail'), await failures('warn')]).toEqual([0, 1]);
});

test.each(names)('%s: hostile text stays text', async (name) => {
  const { cases } = await casesOf(junit.render(hostile(name)));
  expect(cases).toHaveLength(rendering(name).report.findings.length);
  const messages = cases.flatMap(({ failure, error, skipped }) => failure ?? error ?? skipped ?? []);
  // As a reader sees it: what XML cannot hold is a replacement character, line breaks in attributes are spaces.
  const seen = ATTACK.replaceAll(/(?![\r\n])[\p{Cc}\p{Cs}\u202e\ufffe]/gu, '\ufffd').replaceAll(
    /[\r\n]/g,
    ' ',
  );
  expect(new Set(messages.map(({ message }) => message))).toEqual(new Set([seen]));
});
