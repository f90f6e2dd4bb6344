/** Hundreds of brokers behind three addresses each: the rate, the deadline and Ctrl-C hold there too. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, start } from '../run-program.ts';

const CLI = 'packages/diagnostics/dist/cli/main.js';

interface Reported {
  readonly schema: string;
  readonly status: string;
  readonly cluster: { readonly brokers: readonly unknown[] };
  readonly findings: readonly { readonly status: string }[];
}

describe.each([
  [500, 50],
  [1_000, 100],
])('%i brokers', (count, rate) => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({ engine: 'wire', cluster: { brokers: count }, network: { zones: 3 } });
  });
  afterAll(() => lab.close());

  test(`all of them are reached, never more than ${rate} in any second`, async () => {
    const lag = monitorEventLoopDelay({ resolution: 5 });
    lag.enable();
    const { code, stdout } = await run(CLI, ['check', '--output', 'json'], lab.childEnv({ rate }));
    lag.disable();
    const report = JSON.parse(stdout) as Reported;
    expect([code, report.status, report.cluster.brokers.length]).toEqual([0, 'pass', count]);
    const { attempts, maxPerSecond, byAddress } = lab.gateway.stats();
    // The bootstrap at each of its addresses, and a conversation with every broker.
    expect(attempts).toBe(3 + count);
    // A gateway that was late itself, with all its brokers in one process, counts what came before as well.
    const late = Math.ceil(Math.max(0, lag.max / 1e6 - 100) / 220);
    expect(maxPerSecond).toBeLessThanOrEqual(rate + (late * rate) / 5);
    const shares = Object.values(byAddress);
    expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(3);
  });

  test('a deadline ends in a report: what was seen, and the rest unknown', async () => {
    const env = lab.childEnv({ deadline: 3_000, rate: 20 });
    const { code, stdout } = await run(CLI, ['check', '--output', 'json'], env);
    const report = JSON.parse(stdout) as Reported;
    expect([code, report.status]).toEqual([5, 'unknown']);
    expect(report.cluster.brokers).toHaveLength(count);
    expect(new Set(report.findings.map(({ status }) => status))).toContain('pass');
  });

  test('Ctrl-C ends in a report of what is known, with 130 and no connection left', async () => {
    const env = lab.childEnv({ rate: 20 });
    const check = start(CLI, ['check', '--output', 'ndjson'], env);
    await check.printed(/"phase":"brokers","done":5,/u);
    check.child.kill('SIGINT');
    const { code, stdout, stderr } = await check.ended;
    const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Reported & { type: string };
    expect([code, stderr, last.type, last.status]).toEqual([130, '', 'report', 'unknown']);
    expect(last.cluster.brokers).toHaveLength(count);
    await expect.poll(() => lab.gateway.stats().open).toBe(0);
  });
});
