import { expect, test } from 'vitest';
import { steppedPorts } from '../../test/clock.ts';
import { keepFresh, type Renewal } from './keep-fresh.ts';
import { renewing } from './renewing.ts';

const MINUTE = 60_000;

/** Credentials that live so long, kept fresh by a clock that only moves when somebody waits on it. */
function kept(livesMs: number | null) {
  const { ports, advance } = steppedPorts();
  const end = new AbortController();
  const told: Renewal[] = [];
  let fetches = 0;
  let trouble: Error | null = null;
  const link = renewing(async () => {
    fetches += 1;
    if (trouble !== null) throw trouble;
    const keys = { accessKeyId: `key-${fetches}`, secretAccessKey: 'secret' };
    return livesMs === null ? keys : { ...keys, expiration: new Date(ports.now() + livesMs) };
  }, ports);
  return {
    link,
    told,
    ports,
    fetches: () => fetches,
    fail: (error: Error | null) => void (trouble = error),
    /** Runs until so much time has passed; `each` hears the time at every wait. */
    run: async (ms: number, each: (now: number) => void = () => undefined) => {
      const until = ports.now() + ms;
      const sleep = async (wait: number): Promise<void> => {
        if (ports.now() + wait > until) end.abort();
        end.signal.throwIfAborted();
        advance(wait);
        each(ports.now());
      };
      await keepFresh(link, { ...ports, sleep }, end.signal, (renewal) => told.push(renewal)).catch(
        (error: unknown) => {
          if (!end.signal.aborted) throw error;
        },
      );
    },
  };
}

test('an hour is renewed every three quarters of an hour or a little earlier, and no caller ever waits', async () => {
  const { link, run, fetches, ports } = kept(60 * MINUTE);
  await link.get();
  const least: number[] = [];
  await run(24 * 60 * MINUTE, () => least.push(link.leftMs()));
  expect(Math.min(...least)).toBeGreaterThan(14 * MINUTE);
  expect(fetches()).toBeGreaterThanOrEqual(Math.floor((24 * 60) / 45));
  expect(fetches()).toBeLessThanOrEqual(Math.ceil((24 * 60) / 40) + 1);
  expect(ports.now()).toBeGreaterThan(0);
});

test('a failure is told once, tried again with pauses, and its end is told once', async () => {
  const { link, run, fail, told, fetches } = kept(60 * MINUTE);
  await link.get();
  const start = link.leftMs();
  const outage = new Error('STS is away');
  await run(65 * MINUTE, () => {
    const passed = start - link.leftMs();
    if (told.length === 0 && passed > 40 * MINUTE) fail(outage);
    if (told.length === 1 && passed > 50 * MINUTE) fail(null);
  });
  expect(told).toEqual([
    { outcome: 'failed', error: outage, leftMs: expect.any(Number) as number },
    { outcome: 'renewed' },
  ]);
  expect(fetches()).toBeGreaterThan(4);
  expect(fetches()).toBeLessThan(30);
});

test('what never ends is left alone', async () => {
  const { link, run, fetches } = kept(null);
  await link.get();
  await run(60 * MINUTE);
  expect(fetches()).toBe(1);
});
