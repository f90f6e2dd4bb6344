import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../../test/cluster.ts';
import type { MskReachOptions } from '../config/config.ts';
import type { Report } from '../preflight/report.ts';
import { createMskClient } from './msk-client.ts';

const cidr = { cidr: ['127.0.0.0/8'] };
let world: World;
let folder: string;
let report: Report;
beforeAll(async () => {
  world = await startWorld();
  folder = await mkdtemp(join(tmpdir(), 'msk-reach-reuse-'));
  await using client = await createMskClient({ ...world.options, ...cidr }, { ports: world.ports });
  if (client.report === null) throw new Error('the gate did not look');
  report = client.report;
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

/** The report as it would be so much later. */
const aged = (good: Report, ms: number): Report => ({
  ...good,
  startedAt: new Date(Date.parse(good.startedAt) - ms).toISOString(),
});

/** Whether a client with that file looked itself, and what its readiness says. */
async function gateBy(content: unknown, options: Partial<MskReachOptions> = {}) {
  const file = join(folder, 'report.json');
  if (content !== undefined)
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  const before = world.broker.accepted.length;
  const messages: string[] = [];
  await using client = await createMskClient(
    {
      ...world.options,
      ...cidr,
      preflight: { reuse: content === undefined ? join(folder, 'absent') : file },
      ...options,
      kafka: { logCreator: () => (entry) => void messages.push(entry.log.message) },
    },
    { ports: { ...world.ports, now: () => Date.parse(report.startedAt) + report.durationMs } },
  );
  const looked = world.broker.accepted.length > before;
  return { looked, messages, report: client.report, readiness: client.health().readiness() };
}

test('a recent good report of this cluster spares the gate its look, and its age is told', async () => {
  const handedOver = aged(report, 60_000);
  const gate = await gateBy(handedOver);
  expect([gate.looked, gate.report]).toEqual([false, handedOver]);
  expect(gate.readiness.ageMs).toBeGreaterThanOrEqual(60_000);
  expect(gate.messages).toEqual([expect.stringMatching(/^The gate goes by the report in .*, 60 s old$/)]);
});

test.each<readonly [string, (good: Report) => unknown, RegExp]>([
  ['an old one', (good) => aged(good, 300_001), /300 s old/],
  ['one from the future', (good) => aged(good, -60_001), /future/],
  [
    'one of another cluster',
    (good) => ({ ...good, cluster: { ...good.cluster, bootstrap: 'boot-other:9098' } }),
    /about "boot-other:9098"/,
  ],
  ['a failed one', (good) => ({ ...good, status: 'fail' }), /status is fail/],
  ['one that knows nothing', (good) => ({ ...good, status: 'unknown' }), /status is unknown/],
  ['one of another version', (good) => ({ ...good, schema: 'msk-reach/report/2' }), /at schema/],
  ['one with a hole', (good) => ({ ...good, findings: [{}] }), /at findings\.0\./],
  ['text', () => 'hello', /not JSON/],
  ['nothing', () => undefined, /ENOENT/],
])('%s is not gone by: the gate looks itself and says why', async (_name, change, why) => {
  const gate = await gateBy(change(report));
  expect(gate.looked).toBe(true);
  expect(gate.messages.at(0)).toMatch(why);
});

test('a mode beside it holds, and off goes with no report', async () => {
  expect((await gateBy(report, { preflight: { mode: 'warn' } })).looked).toBe(true);
  await expect(gateBy(report, { preflight: { mode: 'off', reuse: 'x' } })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    details: { issues: [{ path: 'preflight.reuse' }] },
  });
});

test('wrong options of the gate are named', async () => {
  const preflight = { mode: 'maybe', maxAge: 1 } as never;
  await expect(createMskClient({ ...world.options, preflight })).rejects.toMatchObject({
    details: {
      issues: [
        { path: 'preflight.mode', expected: expect.stringMatching(/'require'/) as string },
        { path: 'preflight.maxAge', problem: "is not an option, did you mean 'maxAgeMs'?" },
      ],
    },
  });
});
