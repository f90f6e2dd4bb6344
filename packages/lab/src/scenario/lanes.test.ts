import { expect, test } from 'vitest';
import { byBrokers, inLanes, inTurn } from './lanes.ts';
import type { Scenario } from './scenario.ts';

const scenario = (name: string, more: Partial<Scenario>): { readonly scenario: Scenario } => ({
  scenario: { schema: 'msk-lab/scenario/1', name, description: name, ...more },
});
const names = (pieces: readonly (readonly { readonly scenario: Scenario }[])[]): readonly string[] =>
  pieces.map((piece) => piece.map((item) => item.scenario.name).join(' '));

test('those that want the same brokers come one after the other, twenty at the most, those without Kafka last', () => {
  const one = { cluster: { brokers: [97] } };
  const pieces = byBrokers(
    [scenario('w', { engine: 'wire' }), scenario('a', one), scenario('b', {}), scenario('c', one)],
    {},
  );
  expect(names(pieces)).toEqual(['a c', 'b', 'w']);
  const many = Array.from({ length: 45 }, (_, at) => scenario(`s${at}`, one));
  expect(byBrokers(many, {}).map((piece) => piece.length)).toEqual([20, 20, 5]);
});

test('those that differ in what is told to running brokers share them; those that need port 53 never meet', () => {
  const one = { cluster: { brokers: [97] } };
  const pieces = byBrokers(
    [
      scenario('a', one),
      scenario('h', { ...one, dns: { hosts: {} } }),
      scenario('b', { ...one, kafka: { sessionMaxMs: 8000, topics: [{ name: 'orders' }] } }),
      scenario('p', { ...one, kafka: { properties: { 'auto.create.topics.enable': 'true' } } }),
      scenario('i', { engine: 'wire', dns: { hosts: {} } }),
    ],
    {},
  );
  expect(names(pieces)).toEqual(['h i', 'a b', 'p']);
});

test('so many at a time, each piece once', async () => {
  let running = 0;
  let most = 0;
  const seen: number[] = [];
  await inLanes([1, 2, 3, 4, 5], 2, async (piece) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(piece);
    running -= 1;
  });
  expect([most, seen.toSorted((one, other) => one - other)]).toEqual([2, [1, 2, 3, 4, 5]]);
});

test('after a failure nothing begins, and what had begun ends first', async () => {
  const log: string[] = [];
  const all = inLanes(['slow', 'bad', 'never'], 2, async (piece) => {
    if (piece === 'bad') throw new Error('bad');
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    log.push(piece);
  });
  await expect(all).rejects.toThrow('bad');
  expect(log).toEqual(['slow']);
});

test('results are shown in the order of their items, and at the end those behind a gap', () => {
  const shown: string[] = [];
  const turn = inTurn(['a', 'b', 'c', 'd', 'e'], (result: string) => void shown.push(result));
  turn.add('b', 'B');
  expect(shown).toEqual([]);
  turn.add('a', 'A');
  turn.add('e', 'E');
  turn.add('d', 'D');
  expect(shown).toEqual(['A', 'B']);
  turn.rest();
  expect(shown).toEqual(['A', 'B', 'D', 'E']);
});
