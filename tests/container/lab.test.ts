/** A lab whose brokers run in a container: the same lab. */
import { createMskClient, type MskReachOptions } from '@msk-reach/core';
import { type Lab, startLab } from '@msk-reach/lab';
import { logLevel } from 'kafkajs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { containers, gone, mappedTo } from './docker.ts';
import { LAB_MAIN, REACH_MAIN, startNode } from './lab-process.ts';

const COUNT = 100;
const SCENARIOS = fileURLToPath(new URL('../../packages/lab/scenarios', import.meta.url));
const byDocker = { ...process.env, MSK_LAB_ENGINE: 'docker' };

const before = containers();
const log: string[] = [];
let lab: Lab;
let own: readonly string[] = [];

beforeAll(async () => {
  lab = await startLab({ cluster: { brokers: [97, 98] } }, { env: byDocker, log: (line) => log.push(line) });
  own = containers().filter((id) => !before.includes(id));
});

afterAll(async () => {
  await lab.close();
});

function options(): MskReachOptions {
  const accessKeyId = lab.env['AWS_ACCESS_KEY_ID'] ?? '';
  const secretAccessKey = lab.env['AWS_SECRET_ACCESS_KEY'] ?? '';
  return {
    bootstrap: lab.bootstrap,
    region: lab.region,
    credentials: async () => ({ accessKeyId, secretAccessKey }),
    roles: [{ arn: lab.role ?? '', externalId: lab.externalId ?? '' }],
    stsEndpoint: lab.stsEndpoint,
    caFile: lab.caFile,
    dnsServer: [lab.dnsServer],
    cidr: lab.cidr.split(','),
  };
}

test('one container runs, mapped to 127.0.0.1 alone', () => {
  expect(own).toHaveLength(1);
  expect((lab.kafka as { readonly engine?: string }).engine).toBe('docker');
  const mapped = mappedTo(own[0] ?? '');
  expect(mapped.length).toBeGreaterThanOrEqual(2);
  for (const address of mapped) expect(address).toMatch(/^127\.0\.0\.1:\d+$/u);
});

test('the factory proves every broker, produces and consumes', async () => {
  const quiet = { logLevel: logLevel.NOTHING };
  const client = await createMskClient({ ...options(), preflight: 'require', kafka: quiet });
  try {
    expect(client.report?.status).toBe('pass');
    const topic = 'orders';
    const admin = client.kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 4 }] });
    await admin.disconnect();
    const producer = client.kafka.producer();
    await producer.connect();
    const messages = Array.from({ length: COUNT }, (_, i) => ({ key: `key-${i}`, value: `message ${i}` }));
    await producer.send({ topic, messages });
    await producer.disconnect();
    const consumer = client.kafka.consumer({ groupId: 'readers' });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const seen = new Set<string>();
    await new Promise<void>((resolve, reject) => {
      const eachMessage = async ({
        message,
      }: {
        readonly message: { readonly value: Buffer | null };
      }): Promise<void> => {
        seen.add(String(message.value));
        if (seen.size === COUNT) resolve();
      };
      consumer.run({ eachMessage }).catch(reject);
    });
    await consumer.disconnect();
    expect([...seen].toSorted()).toEqual(messages.map(({ value }) => value).toSorted());
  } finally {
    await client.close();
  }
});

test('msk-reach check passes, and the log has its logins', async () => {
  const check = startNode([REACH_MAIN, 'check', '--output', 'json'], lab.childEnv());
  expect({ exit: await check.exited, words: check.stderr() }).toEqual({ exit: 0, words: expect.any(String) });
  const report = JSON.parse(check.lines.join('\n')) as {
    status: string;
    cluster: { brokers: { id: number }[] };
  };
  expect(report.status).toBe('pass');
  expect(report.cluster.brokers.map(({ id }) => id)).toEqual(expect.arrayContaining([97, 98]));
  expect(log.some((line) => line.startsWith('auth accepted '))).toBe(true);
});

test('a broker that comes later is reached, one that was stopped is not', async () => {
  const broker = await lab.addBroker(473);
  expect(broker.target.host).toBe('127.0.0.1');
  const brokersOf = async (): Promise<readonly number[]> => {
    const check = startNode([REACH_MAIN, 'check', '--output', 'json'], lab.childEnv());
    await check.exited;
    const report = JSON.parse(check.lines.join('\n')) as {
      status: string;
      cluster: { brokers: { id: number }[] };
    };
    expect(report.status).toBe('pass');
    return report.cluster.brokers.map(({ id }) => id).toSorted((a, b) => a - b);
  };
  expect(await brokersOf()).toEqual([97, 98, 473]);
  await lab.stopBroker(473);
  expect(await brokersOf()).toEqual([97, 98]);
  // Back under its old id it has its old port.
  expect((await lab.addBroker(473)).target).toEqual(broker.target);
});

test('scenarios that fail are diagnosed as on a JVM, by one container', async () => {
  const files = ['one-broker-without-a-record', 'connect-not-allowed', 'healthy/healthy-phz'];
  const run = startNode([LAB_MAIN, 'run', ...files.map((name) => join(SCENARIOS, `${name}.json`))], byDocker);
  expect({ exit: await run.exited, last: run.lines.at(-1) }).toEqual({
    exit: 0,
    last: 'scenarios: 3 matched, 0 not, false alarms 0',
  });
  expect(run.stderr().match(/starting Kafka in a container/gu)).toHaveLength(1);
});

test('Kafka that does not start is said in its own words, and leaves no container', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'msk-reach-container-'));
  try {
    const file = join(folder, 'scenario.json');
    const kafka = { properties: { 'num.network.threads': 'three' } };
    await writeFile(file, JSON.stringify({ schema: 'msk-lab/scenario/1', name: 'broken', kafka }));
    const known = containers();
    const up = startNode([LAB_MAIN, 'up', file], byDocker);
    expect(await up.exited).toBe(1);
    expect(up.stderr()).toContain('num.network.threads');
    await gone(
      containers().filter((id) => !known.includes(id)),
      5000,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the container is gone when the lab is closed', async () => {
  await lab.close();
  expect(containers().filter((id) => own.includes(id))).toEqual([]);
});
