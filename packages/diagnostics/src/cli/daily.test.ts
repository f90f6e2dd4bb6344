/** `watch` and `serve`, with nothing but closed doors on loopback to look at. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { sinks } from '../../test/sinks.ts';
import { run } from './run.ts';

const LOOK = [
  '--bootstrap',
  'boot-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com:9098',
  '--dns-server',
  '127.0.0.1:1',
  '--sts-endpoint',
  'http://127.0.0.1:1',
  '--timeout',
  '3000',
];

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'planted-secret-key');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => vi.unstubAllEnvs());

interface Running {
  readonly ended: Promise<number>;
  readonly out: () => string;
  readonly err: () => string;
  readonly stop: () => void;
  /** Waits until stderr has it. */
  readonly said: (pattern: RegExp) => Promise<RegExpExecArray>;
}

function start(argv: readonly string[]): Running {
  const heard = new Set<() => void>();
  const { stdout, stderr, out, err } = sinks(() => heard.forEach((hear) => hear()));
  const stop = new AbortController();
  const ended = run(argv, { stdout, stderr, env: {}, interrupted: stop.signal });
  const said = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const hear = (): void => {
        const match = pattern.exec(err());
        if (match === null) return;
        heard.delete(hear);
        resolve(match);
      };
      heard.add(hear);
      hear();
      void ended.then((code) => reject(new Error(`ended with ${code}: ${err()}`)));
    });
  return { ended, out, err, stop: () => stop.abort(), said };
}

test('watch says how it stands, and nothing more while nothing changes', async () => {
  const watching = start(['watch', ...LOOK, '--every', '1', '--looks', '2', '--output', 'ndjson']);
  expect(await watching.ended).toBe(3);
  const lines = watching
    .out()
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toMatchObject([{ type: 'look', status: 'fail', brokers: 0 }]);
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/watch.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const isLine = new Ajv({ allowUnionTypes: true }).compile(schema);
  for (const line of lines) expect([isLine(line), isLine.errors]).toEqual([true, null]);
});

test('watch that is told to stop ends with 130, in the middle of a pause too', async () => {
  const watching = start(['watch', ...LOOK, '--every', '3600']);
  while (watching.out() === '') await new Promise((resolve) => setTimeout(resolve, 20));
  watching.stop();
  expect(await watching.ended).toBe(130);
  expect(watching.out()).toMatch(/^\S+ fail: 0 brokers, /u);
});

test.each([
  [['watch', ...LOOK, '--every', '0'], /--every: \S+ is no whole number of 1 or more/u],
  [['watch', ...LOOK, '--output', 'html'], /--output/u],
  [
    ['serve', ...LOOK, '--listen', 'nowhere'],
    /--listen: 'nowhere' is no place to listen at; expected HOST:PORT/u,
  ],
  [['serve', ...LOOK, '--listen', '127.0.0.1:99999'], /is no place to listen at/u],
  [['serve', '--every', '5'], /no bootstrap is given/u],
])('%j is a usage error', async (argv, words) => {
  const running = start(argv);
  expect([await running.ended, running.out()]).toEqual([2, '']);
  expect(running.err()).toMatch(words);
});

test('serve answers from the last look, and ends with 0 when told to', async () => {
  const serving = start(['serve', ...LOOK, '--listen', '127.0.0.1:0', '--every', '3600']);
  const [, url = ''] = await serving.said(/serving (http:\S+)/u);
  const ask = (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, init);
  let report = await ask('/report');
  while (report.status === 503) {
    await report.text();
    report = await ask('/report');
  }
  expect(report.headers.get('content-type')).toBe('application/json');
  expect(await report.json()).toMatchObject({ schema: 'msk-reach/report/1', status: 'fail' });
  const metrics = await ask('/metrics');
  expect(metrics.headers.get('content-type')).toContain('version=0.0.4');
  expect(await metrics.text()).toMatch(/^msk_reach_status\{.*status="fail".*\} 1$/mu);
  expect((await ask('/livez')).status).toBe(200);
  const ready = await ask('/readyz');
  expect([ready.status, await ready.json()]).toMatchObject([503, { status: 'fail', stale: false }]);
  expect((await ask('/report', { method: 'DELETE' })).status).toBe(405);
  expect((await ask('/../../etc/passwd')).status).toBe(404);
  serving.stop();
  expect(await serving.ended).toBe(0);
  await expect(ask('/livez')).rejects.toThrow('fetch failed');
});

test('a port that is taken is one sentence', async () => {
  const first = start(['serve', ...LOOK, '--listen', '127.0.0.1:0']);
  const [, port = ''] = await first.said(/serving http:\/\/127\.0\.0\.1:(\d+)/u);
  const second = start(['serve', ...LOOK, '--listen', `127.0.0.1:${port}`]);
  expect(await second.ended).toBe(2);
  expect(second.err()).toContain(`nothing can be served at 127.0.0.1:${port}: EADDRINUSE`);
  first.stop();
  await first.ended;
});
