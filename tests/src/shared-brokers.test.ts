/** Labs that come one after the other on the same running Kafka. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMskClient } from '@msk-reach/core';
import { type BrokerPool, createBrokerPool, type Lab, type Scenario, startLab } from '@msk-reach/lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionsOf } from '../lab-options.ts';

const directory = mkdtempSync(join(tmpdir(), 'msk-reach-pool-'));
const said: string[] = [];
let pool: BrokerPool;

beforeAll(async () => {
  pool = await createBrokerPool({ directory, say: (text) => void said.push(text) });
});

afterAll(async () => {
  await pool.close();
  rmSync(directory, { recursive: true, force: true });
});

const starts = (): number => said.filter((text) => text.startsWith('starting Kafka')).length;

/** The topics that a client sees, with their partitions. */
async function topicsIn(lab: Lab): Promise<Readonly<Record<string, number>>> {
  const client = await createMskClient({ ...optionsOf(lab), preflight: 'off' });
  const admin = client.kafka.admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata();
    return Object.fromEntries(topics.map(({ name, partitions }) => [name, partitions.length]));
  } finally {
    await admin.disconnect();
    await client.close();
  }
}

async function inLab<T>(kafka: NonNullable<Scenario['kafka']>, work: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await startLab({ cluster: { brokers: [97] }, kafka }, { pool });
  try {
    return await work(lab);
  } finally {
    await lab.close();
  }
}

test('topics leave with their lab, and the brokers stay', async () => {
  const orders = { topics: [{ name: 'orders', partitions: 3 }] };
  expect(await inLab(orders, topicsIn)).toEqual({ orders: 3 });
  expect(await inLab({}, topicsIn)).toEqual({});
  expect(await inLab({ topics: [{ name: 'orders' }], sessionMaxMs: 20_000 }, topicsIn)).toEqual({
    orders: 1,
  });
  expect(starts()).toBe(1);
});

test('brokers that somebody changed are nobody else’s', async () => {
  const before = starts();
  await inLab({ topics: [{ name: 'orders' }] }, (lab) => lab.addBroker(98));
  expect(await inLab({}, topicsIn)).toEqual({});
  expect(starts()).toBe(before + 1);
});
