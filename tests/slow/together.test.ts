/** Processes of their own: many clients that start at once, and one that leaves nothing behind. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programEnvironment } from '../lab-options.ts';
import { run, type Ran } from '../run-program.ts';

const PROCESSES = 20;
const TOPIC = 'together';

let lab: Lab;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msk-reach-together-'));
  lab = await startLab({ kafka: { topics: [{ name: TOPIC, partitions: 3 }] } });
});
afterAll(async () => {
  await lab.close();
  await rm(folder, { recursive: true });
});

/** Twenty processes on two cores: how long a step takes says nothing of the way here. */
const environment = (more: Readonly<Record<string, unknown>>): Record<string, string> =>
  programEnvironment(lab, { options: { timeoutMs: 30_000 }, topic: TOPIC, ...more });

test('twenty processes that start together, gate on, are all ready under the quota of the service', async () => {
  lab.gateway.setQuota({ connectionsPerSecond: 100 });
  const before = lab.gateway.stats();
  const ended: readonly Ran[] = await Promise.all(
    Array.from({ length: PROCESSES }, () => run('tests/programs/first-message.mjs', [], environment({}))),
  );
  const after = lab.gateway.stats();
  lab.gateway.setQuota(undefined);
  expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(ended.map(() => [0, '']));
  const refusals = after.outcomes.quota - before.outcomes.quota;
  const times = ended.map(({ stdout }) => JSON.parse(stdout) as { gateMs: number; sentMs: number });
  const column = (key: 'gateMs' | 'sentMs'): string =>
    times
      .map((time) => time[key])
      .toSorted((a, b) => a - b)
      .join(' ');
  process.stderr.write(
    `${PROCESSES} processes, ms from process start to the open gate: ${column('gateMs')}\n` +
      `to the first acknowledged message: ${column('sentMs')}\n` +
      `refused by the quota: ${refusals} of ${after.attempts - before.attempts} connections, at most ${after.maxPerSecond} in a second\n`,
  );
  expect(refusals).toBeLessThanOrEqual(5);
});

test('a client that is closed leaves no timer, socket or other handle, and the process ends', async () => {
  const into = join(folder, 'held.json');
  const ended = await run('tests/programs/whole-life.mjs', [], environment({ into }));
  expect([ended.code, ended.stderr]).toEqual([0, '']);
  expect(JSON.parse(await readFile(into, 'utf8'))).toMatchObject({ held: [] });
});
