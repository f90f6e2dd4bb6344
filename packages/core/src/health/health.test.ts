import { expect, test } from 'vitest';
import type { Report } from '../preflight/report.ts';
import { createHealth } from './health.ts';

function reportOf(status: Report['status'], rootCauses: readonly string[] = []): Report {
  return {
    schema: 'msk-reach/report/1',
    status,
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    cluster: { bootstrap: '', region: '', clusterId: '', brokers: [] },
    pattern: { declared: 'any', observed: 'unknown', confidence: 'none', alternatives: [], evidence: [] },
    findings: [],
    rootCauses,
  };
}

/** A clock that the test moves; whoever sleeps wakes when `tick` reaches the time. */
function fakeClock() {
  let now = 0;
  const sleepers: { until: number; wake: () => void }[] = [];
  return {
    ports: {
      monotonic: () => now,
      sleep: (ms: number, signal?: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          sleepers.push({ until: now + ms, wake: resolve });
          signal?.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    },
    sleepers,
    tick(ms: number) {
      now += ms;
      for (const { until, wake } of sleepers) if (until <= now) wake();
    },
  };
}

test('without a report: alive, not ready, and nobody is asked', () => {
  let looks = 0;
  const health = createHealth({ run: async () => ((looks += 1), reportOf('pass')) });
  expect(health.liveness().status).toBe('pass');
  expect(health.readiness()).toMatchObject({ status: 'fail', ageMs: null, stale: true });
  expect(looks).toBe(0);
});

test('a thousand probes are one look, or none', async () => {
  let looks = 0;
  const health = createHealth({ run: async () => ((looks += 1), reportOf('pass')) });
  await Promise.all(Array.from({ length: 10 }, () => health.refresh()));
  for (let probe = 0; probe < 1_000; probe += 1) expect(health.readiness().status).toBe('pass');
  expect(looks).toBe(1);
  await health.refresh();
  expect(looks).toBe(2);
});

test.each([
  ['pass', 'pass'],
  ['warn', 'warn'],
  ['unknown', 'warn'],
  ['fail', 'fail'],
] as const)('a report that says %s is readiness %s', async (status, expected) => {
  const health = createHealth({ run: async () => reportOf(status, status === 'fail' ? ['DNS03'] : []) });
  await health.refresh();
  expect(health.readiness()).toMatchObject({
    status: expected,
    stale: false,
    rootCauses: status === 'fail' ? ['DNS03'] : [],
  });
  expect(health.liveness().status).toBe('pass');
});

test('an old report is served with its age, and as stale', async () => {
  const clock = fakeClock();
  const health = createHealth({
    run: async () => reportOf('pass'),
    report: reportOf('pass'),
    maxAgeMs: 1_000,
    ports: clock.ports,
  });
  clock.tick(900);
  expect(health.readiness()).toMatchObject({ status: 'pass', ageMs: 900, stale: false });
  clock.tick(200);
  expect(health.readiness()).toMatchObject({ status: 'warn', ageMs: 1_100, stale: true });
  await health.refresh();
  expect(health.readiness()).toMatchObject({ status: 'pass', ageMs: 0, stale: false });
});

test('a look that fails keeps the last report', async () => {
  let fails = false;
  const health = createHealth({
    run: async () => (fails ? Promise.reject(new Error('no')) : reportOf('pass')),
  });
  await health.refresh();
  fails = true;
  await expect(health.refresh()).rejects.toThrow('no');
  expect(health.readiness().status).toBe('pass');
});

test('looks in the background only when asked to, goes on after a failure, and ends with close', async () => {
  const clock = fakeClock();
  let looks = 0;
  const errors: unknown[] = [];
  const run = async () => {
    looks += 1;
    if (looks === 1) throw new Error('first');
    return reportOf('pass');
  };
  const health = createHealth({
    run,
    refreshEveryMs: 1_000,
    ports: clock.ports,
    onError: (error) => errors.push(error),
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  clock.tick(1_000);
  await settle();
  expect([looks, errors.length]).toEqual([1, 1]);
  clock.tick(1_000);
  await settle();
  expect(looks).toBe(2);
  expect(health.report()?.status).toBe('pass');
  health.close();
  clock.tick(1_000);
  await settle();
  expect(looks).toBe(2);
  await expect(health.refresh()).rejects.toMatchObject({ code: 'CLOSED' });
});

test.each([0, -1, 0.5, 999, Number.NaN, 2 ** 31, '5000', null])(
  'looking again every %j ms is a mistake, told at once',
  (refreshEveryMs) => {
    expect(() =>
      createHealth({ run: async () => reportOf('pass'), refreshEveryMs: refreshEveryMs as number }),
    ).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }) as Error);
  },
);

test('never is Infinity, for looking and for age', () => {
  const clock = fakeClock();
  const report = reportOf('pass');
  const times = { refreshEveryMs: Number.POSITIVE_INFINITY, maxAgeMs: Number.POSITIVE_INFINITY };
  using health = createHealth({ run: async () => report, report, ports: clock.ports, ...times });
  clock.tick(1e12);
  expect([clock.sleepers.length, health.readiness().status]).toEqual([0, 'pass']);
});

test('an age that is none is a mistake', () => {
  expect(() => createHealth({ run: async () => reportOf('pass'), maxAgeMs: Number.NaN })).toThrow(/maxAgeMs/);
});

test('whoever hears of failures may fail too: the loop goes on', async () => {
  const clock = fakeClock();
  let looks = 0;
  using health = createHealth({
    run: () => {
      looks += 1;
      return Promise.reject(new Error('down'));
    },
    onError: () => {
      throw new Error('the log is broken');
    },
    refreshEveryMs: 1_000,
    ports: clock.ports,
  });
  for (let round = 0; round < 3; round += 1) {
    clock.tick(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect([looks, health.report()]).toEqual([3, null]);
});

test.each([
  ['nothing', 'pass', null, 'pass'],
  ['what fails traffic', 'pass', { code: 'SASL_REFUSED', message: 'no' }, 'fail'],
  ['what will fail it', 'pass', { code: 'STS_UNREACHABLE', message: 'no', status: 'warn' }, 'warn'],
  [
    'what will fail it, where the report failed',
    'fail',
    { code: 'X', message: 'no', status: 'warn' },
    'fail',
  ],
] as const)('in the way: %s', async (_name, reported, trouble, status) => {
  const health = createHealth({ run: async () => reportOf(reported, ['DNS03']), trouble: () => trouble });
  await health.refresh();
  const { output, ...state } = health.readiness();
  expect(state.status).toBe(status);
  if (trouble !== null && status !== reported) expect(output).toBe(`${trouble.code}: no`);
});
