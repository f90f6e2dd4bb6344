/** Every example does what it says, on real Kafka. */
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
