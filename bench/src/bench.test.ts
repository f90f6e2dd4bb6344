import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { compare, type Bench, type BenchContext } from './bench.ts';
import { benches } from './benches/all.ts';
import type { Side } from './comparison.ts';
import { tableOf } from './table.ts';

const schema = JSON.parse(
  readFileSync(new URL('../comparison.schema.json', import.meta.url), 'utf8'),
) as object;
const isComparison = new Ajv().compile(schema);

const quiet: BenchContext = { signal: new AbortController().signal, profiles: null, say: () => undefined };

/** A bench whose runs take no time; `order` holds whose turn it was. */
function pretended(of: Pick<Bench, 'name' | 'unit' | 'peerName' | 'goal' | 'better' | 'runs' | 'setUp'>) {
  const order: Side[] = [];
  let closed = 0;
  const bench: Bench = {
    ...of,
    warmUps: 1,
    start: async () => ({
      measure: async (side) => {
        order.push(side);
        return side === 'ours' ? order.length : 2 * order.length;
      },
      [Symbol.asyncDispose]: async () => {
        closed += 1;
      },
    }),
  };
  return { bench, order, closed: () => closed };
}

test.each(benches)('$name prints what the schema says', async (bench) => {
  const line: unknown = JSON.parse(JSON.stringify(await compare(pretended(bench).bench, quiet)));
  isComparison(line);
  expect(isComparison.errors).toBeNull();
});

test('every bench has a name of its own and says what it sets up', () => {
  expect(new Set(benches.map(({ name }) => name)).size).toBe(benches.length);
  for (const { setUp } of benches) expect(setUp).toMatch(/\w+ \w+/);
});

test('the sides take turns, the first one alternates, warm-ups do not count', async () => {
  const [first] = benches;
  if (first === undefined) throw new Error('there are no benches');
  const { bench, order, closed } = pretended({ ...first, runs: 5 });
  const { runs } = await compare(bench, quiet);
  expect(order).toEqual(
    ['ours', 'peer', 'peer', 'ours'].concat(
      ['ours', 'peer', 'peer', 'ours'],
      ['ours', 'peer', 'peer', 'ours'],
    ),
  );
  expect([runs, closed()]).toEqual([5, 1]);
});

test('a run that is given up is closed', async () => {
  const [first] = benches;
  if (first === undefined) throw new Error('there are no benches');
  const { bench, closed } = pretended(first);
  const signal = AbortSignal.abort(new Error('given up'));
  await expect(compare(bench, { ...quiet, signal })).rejects.toThrow('given up');
  expect(closed()).toBe(1);
});

test('the table has a row for each comparison', async () => {
  const rows = await Promise.all(benches.map((bench) => compare(pretended(bench).bench, quiet)));
  const lines = tableOf(rows).split('\n');
  expect(lines).toHaveLength(benches.length + 2);
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
  expect(lines[2]).toContain('sts-calls');
});
