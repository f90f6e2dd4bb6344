/** Brokers that are processes of their own: killed, halted, replaced; and outages switched on and off. */
import { createMskClient } from '@msk-reach/core';
import { type Lab, startLab } from '@msk-reach/lab';
import type { Admin } from 'kafkajs';
import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { optionsOf } from '../lab-options.ts';

let lab: Lab;

beforeAll(async () => {
  lab = await startLab({
    cluster: { brokers: [97, 98], processes: true },
    kafka: { topics: [{ name: 'orders', partitions: 4 }] },
    sts: { sessionSeconds: 60 },
  });
});

afterAll(() => lab.close());

async function withAdmin<T>(use: (admin: Admin) => Promise<T>, retries = 2): Promise<T> {
  const kafka = { retry: { retries, initialRetryTime: 300 } };
  await using client = await createMskClient({ ...optionsOf(lab), preflight: 'off', kafka });
  const admin = client.kafka.admin();
  await admin.connect();
  return await use(admin);
}

const running = (): readonly number[] => lab.kafka.list().map(({ id }) => id);

const named = (retries = 2): Promise<readonly number[]> =>
  withAdmin(async (admin) => {
    const { brokers } = await admin.describeCluster();
    return brokers.map(({ nodeId }) => nodeId).sort((a, b) => a - b);
  }, retries);

/** The ids of the brokers that hold a replica of the topic. */
const holders = (): Promise<readonly number[]> =>
  withAdmin(async (admin) => {
    const { topics } = await admin.fetchTopicMetadata({ topics: ['orders'] });
    return [...new Set(topics.flatMap(({ partitions }) => partitions.flatMap(({ replicas }) => replicas)))];
  });

test('a broker is killed, the others lead on, and it comes back on its old data under its old name', async () => {
  const port = (): number | undefined => lab.kafka.list().find(({ id }) => id === 97)?.target.port;
  const before = port();
  await lab.killBroker(97);
  expect(running()).toEqual([98]);
  expect(lab.kafka.lines()).toContain('broker 97 killed');
  // Metadata names it until its session has ended, and kafkajs dials it first.
  await withAdmin((admin) => admin.fetchTopicMetadata({ topics: ['orders'] }), 8);
  await lab.restartBroker(97);
  expect(port()).not.toBe(before);
  expect(await named()).toEqual([97, 98]);
  expect([...(await holders())].toSorted((a, b) => a - b)).toEqual([97, 98]);
});

test('a broker that is halted answers nothing, and goes on', async () => {
  await lab.pauseBroker(98);
  let answered = false;
  const asking = fetchFrom(98).then((broker) => {
    answered = true;
    return broker;
  });
  await withAdmin((admin) => admin.fetchTopicMetadata({ topics: ['orders'] }));
  expect(answered).toBe(false);
  await lab.resumeBroker(98);
  expect(await asking).toBe(98);
});

/** Lets one broker answer: an admin whose bootstrap leads there. */
async function fetchFrom(id: number): Promise<number> {
  const host = lab.bootstrap.replace(/^boot-/u, `b${id}-`);
  await using client = await createMskClient({ ...optionsOf(lab), bootstrap: host, preflight: 'off' });
  const admin = client.kafka.admin();
  await admin.connect();
  await admin.fetchTopicMetadata({ topics: ['orders'] });
  return id;
}

test('a broker is replaced by one with a new id, which then holds its replicas', async () => {
  await lab.replaceBroker(98, 474);
  expect(running()).toEqual([97, 474]);
  expect(await named()).toEqual([97, 474]);
  expect([...(await holders())].toSorted((a, b) => a - b)).toEqual([97, 474]);
});

test('outages are switched on, over what the scenario says, and off again', async () => {
  await lab.setFaults({ kafka: { loginsPerSecond: 0 } });
  await expect(named()).rejects.toThrow(/\[[0-9a-f-]{36}\]: Too many connects/u);
  await lab.setFaults({ sts: { refuse: true } });
  await expect(named(0)).rejects.toThrow(/STS/u);
  await lab.setFaults({ dns: [{ name: '*', fault: { rcode: 'SERVFAIL' } }] });
  const resolver = new Resolver({ tries: 1 });
  resolver.setServers([lab.dnsServer]);
  const host = lab.bootstrap.replace(/:\d+$/u, '');
  await expect(resolver.resolve4(host)).rejects.toMatchObject({ code: 'ESERVFAIL' });
  await lab.setFaults({});
  expect(await named()).toEqual([97, 474]);
  expect(lab.kafka.lines().findLast((line) => line.startsWith('auth accepted'))).toMatch(
    // The 60 seconds of the scenario are in force still.
    /session_ms=[1-6]?\d{4}$/u,
  );
});

test('brokers that share a process cannot be killed alone, and the wire engine has none', async () => {
  await using wire = await startLab({ engine: 'wire', cluster: { brokers: [97] } });
  await expect(wire.killBroker(97)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  await expect(wire.setFaults({ kafka: { loginsPerSecond: 0 } })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
});
