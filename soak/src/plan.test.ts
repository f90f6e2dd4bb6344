import { expect, test } from 'vitest';
import { PHASES } from './phases/all.ts';
import { makePlan, type Plan } from './plan.ts';

const names = ({ steps }: Plan): readonly string[] => steps.map(({ phase }) => phase.name);

/** What a plan takes when brokers start in no time. */
function lengthMs({ warmUpMs, calmMs, settleMs, steps }: Plan): number {
  return steps.reduce((sum, { ms }) => sum + ms + calmMs, warmUpMs + settleMs);
}

test('half a minute has short sessions, shorter credentials, one STS outage and one broker killed', () => {
  const plan = makePlan(0.5, 1);
  expect(plan).toMatchObject({ totalMs: 30_000, sessionMs: 5_000, credentialSeconds: 15 });
  expect(names(plan)).toEqual(['sts-outage', 'broker-killed']);
});

test('five minutes go through every trouble once, in one order', () => {
  const plan = makePlan(5, 1);
  expect(plan).toMatchObject({ totalMs: 300_000, sessionMs: 20_000, credentialSeconds: 60 });
  expect(names(plan)).toEqual(PHASES.map(({ name }) => name));
  expect(makePlan(5, 2)).toEqual(plan);
});

test('half an hour has five rounds, each with every trouble, in an order that the seed decides', () => {
  const plan = makePlan(30, 1);
  const rounds = [0, 1, 2, 3, 4].map((round) => names(plan).slice(8 * round, 8 * round + 8));
  expect(plan.steps).toHaveLength(40);
  for (const round of rounds) expect([...round].sort()).toEqual(PHASES.map(({ name }) => name).sort());
  expect(rounds[1]).not.toEqual(rounds[0]);
  expect(names(makePlan(30, 1))).toEqual(names(plan));
  expect(names(makePlan(30, 2))).not.toEqual(names(plan));
});

test('in some rounds STS stays away for longer than credentials live, in others for less', () => {
  const outages = makePlan(30, 1).steps.filter(({ phase }) => phase.name === 'sts-outage');
  expect(outages.map(({ ms }) => ms > 60_000)).toEqual([false, true, false, true, false]);
});

test.each([0.5, 1, 2, 5, 12, 30])('%d minutes are enough for what is planned for them', (minutes) => {
  const plan = makePlan(minutes, 1);
  expect(lengthMs(plan)).toBeLessThanOrEqual(plan.totalMs * 1.02);
});
