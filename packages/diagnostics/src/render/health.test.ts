import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { ATTACK, hostile, names, rendering } from '../../test/renderings.ts';
import { health } from './health.ts';

interface Answer {
  readonly status: string;
  readonly output?: string;
  readonly notes: readonly string[];
  readonly checks: Readonly<
    Record<string, readonly { readonly status?: string; readonly output?: string }[]>
  >;
}
const isHealth = new Ajv().compile(
  JSON.parse(readFileSync(new URL('../../schemas/health.schema.json', import.meta.url), 'utf8')) as object,
);
const read = (text: string): Answer => JSON.parse(text) as Answer;

test.each(names)('%s: the answer is of its schema, and holds what was looked at', (name) => {
  const { report, ...how } = rendering(name);
  const answer = read(health.render({ report, ...how }));
  expect([isHealth(answer), isHealth.errors]).toEqual([true, null]);
  const statusOf = (id: string): string | undefined =>
    Object.entries(answer.checks).find(([key]) => key.endsWith(`:${id}`))?.[1][0]?.status;
  const expected = {
    pass: 'pass',
    warn: 'warn',
    fail: 'fail',
    unknown: 'warn',
    crash: 'warn',
    skip: undefined,
  };
  expect(report.findings.map(({ check }) => statusOf(check))).toEqual(
    report.findings.map(({ status }) => expected[status]),
  );
  expect(answer.status).toBe(expected[report.status]);
  expect('output' in answer).toBe(report.status !== 'pass');
});

test('what could not be looked at is said, and is no pass', () => {
  const { status, output, checks } = read(health.render(rendering('deadline')));
  expect([status, output]).toEqual(['warn', 'not everything could be looked at']);
  expect(
    Object.values(checks)
      .flat()
      .some((one) => one.output?.startsWith('unknown: ')),
  ).toBe(true);
});

test.each(names)('%s: hostile text stays text', (name) => {
  const answer = read(health.render(hostile(name)));
  expect([isHealth(answer), isHealth.errors]).toEqual([true, null]);
  for (const { output } of Object.values(answer.checks).flat())
    if (output !== undefined) expect(output.replace(/^(?:unknown|crash): /, '')).toBe(ATTACK);
});
