/** Every example does what it says, on real Kafka. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { containerNamed } from '../manifests.ts';
import { run, start } from '../run-program.ts';

const example = (name: string): string => `packages/examples/dist/${name}/main.js`;
let lab: Lab;
let env: Record<string, string>;

beforeAll(async () => {
  lab = await startLab({ kafka: { topics: [{ name: 'orders', partitions: 3 }] } });
  env = { ...lab.childEnv(), KAFKAJS_NO_PARTITIONER_WARNING: '1' };
});
afterAll(() => lab.close());

test('the producer sends ten, the consumer receives them and answers its probes', async () => {
  const produced = await run(example('producer'), [], env);
  expect(produced.stdout).toMatch(/sent 10 messages to orders/);

  const consumer = start(example('consumer'), [], env);
  try {
    const [, port] = await consumer.printed(/probes on 127\.0\.0\.1:(\d+)/);
    await consumer.printed(/received order-9 /);
    const live = await fetch(`http://127.0.0.1:${port}/livez`);
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect([live.status, ready.status]).toEqual([200, 200]);
    expect(await ready.json()).toMatchObject({ status: 'pass', stale: false });
    expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
  } finally {
    consumer.child.kill('SIGTERM');
  }
  expect((await consumer.ended).code).toBe(0);
});

test('the NestJS microservice receives an event', async () => {
  const service = start(example('nestjs'), [], { ...env, GROUP: 'nest' });
  try {
    await service.printed(/listening/);
    await run(example('producer'), [], env);
    await service.printed(/received \{"amount":9\}/);
  } finally {
    service.child.kill('SIGTERM');
  }
  expect((await service.ended).code).toBe(0);
});

test('the cron check prints one line and exits as the command does', async () => {
  const well = await run(example('cron-check'), [], env);
  expect([well.code, well.stdout]).toEqual([0, expect.stringMatching(/^pass: 3 brokers in \d+ ms\n$/)]);
  const ill = await run(example('cron-check'), [], { ...env, MSK_REACH_EXTERNAL_ID: 'wrong-one' });
  expect([ill.code, ill.stdout]).toEqual([3, expect.stringMatching(/^fail: CRD03 .*\n$/)]);
});

test('the NestJS application answers its probes by terminus', async () => {
  const service = start(example('nestjs-health'), [], env);
  try {
    const [, url] = await service.printed(/probes on (http:\S+)/);
    const ask = async (path: string) => {
      const answer = await fetch(`${url}${path}`);
      return [answer.status, await answer.json()] as const;
    };
    expect(await ask('/livez')).toMatchObject([200, { status: 'ok' }]);
    await service.printed(/received /);
    const up = { msk: { status: 'up', output: 'every broker was reached', stale: false, rootCauses: [] } };
    expect(await ask('/readyz')).toMatchObject([200, { status: 'ok', info: up }]);
  } finally {
    service.child.kill('SIGTERM');
  }
  expect((await service.ended).code).toBe(0);
});

const MAIN = 'packages/diagnostics/dist/cli/main.js';
const bin = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));

test('in Kubernetes: the init container waits, and hands over a report that the application goes by', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'msk-reach-handed-over-'));
  try {
    const [shell = '', ...args] = containerNamed('wait-for-msk').command ?? [];
    const here = args.map((arg) => arg.replace('/handed-over', folder));
    const path = { PATH: [bin, process.env['PATH']].join(delimiter) };
    const wait = (more: Record<string, string>): Promise<number | null> =>
      new Promise((resolve, reject) => {
        const child = spawn(shell, here, { env: { ...env, ...path, ...more }, stdio: 'ignore' });
        child.once('error', reject).once('close', resolve);
      });
    expect(await wait({ MSK_REACH_EXTERNAL_ID: 'wrong-one' })).toBe(3);
    expect(await wait({})).toBe(0);

    const variables = Object.fromEntries(
      (containerNamed('consumer').env ?? []).map(({ name, value = '' }) => [
        name,
        value.replace('/handed-over', folder),
      ]),
    );
    const own = { ...variables, PORT: '0', GROUP: 'kubernetes' };
    const consumer = start(example('consumer'), [], { ...env, ...own });
    try {
      await consumer.printed(/The gate goes by the report in \S+report\.json, \d+ s old/);
      await consumer.printed(/probes on 0\.0\.0\.0:\d+/);
    } finally {
      consumer.child.kill('SIGTERM');
    }
    await consumer.ended;
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toContain('"status": "pass"');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('in Kubernetes: serve and the cron job take what their manifests say', async () => {
  const args = (containerNamed('serve').args ?? []).map((arg) => arg.replace('0.0.0.0:9464', '127.0.0.1:0'));
  const serving = start(MAIN, args, env);
  try {
    const [, url] = await serving.said(/serving (http:\S+)/);
    expect((await fetch(`${url}${containerNamed('serve').livenessProbe?.httpGet?.path}`)).status).toBe(200);
    const ready = `${url}${containerNamed('serve').readinessProbe?.httpGet?.path}`;
    await expect.poll(async () => (await fetch(ready)).status, { timeout: 30_000 }).toBe(200);
  } finally {
    serving.child.kill('SIGTERM');
  }
  expect((await serving.ended).code).toBe(0);
  const checked = await run(MAIN, containerNamed('check').args ?? [], env);
  expect([checked.code, checked.stdout]).toEqual([0, expect.stringMatching(/^PASS /)]);
});
