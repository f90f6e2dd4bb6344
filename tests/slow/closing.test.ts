/** A client that is closed in the middle of each fault: nothing of it is left, and nobody waits for it in vain. */
import { createMskClient } from '@msk-reach/core';
import { startLab, type Lab } from '@msk-reach/lab';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startAsked } from '../ask-program.ts';
import { optionsOf, programEnvironment } from '../lab-options.ts';

const TOPIC = 'closing';
const QUIET = 'quiet';
const FIRST = 97;
/** Sessions and credentials that end while a fault lasts. */
const short = { sts: { sessionSeconds: 15 }, kafka: { sessionMaxMs: 3_000 } };

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({
    cluster: { processes: true },
    kafka: {
      topics: [
        { name: TOPIC, partitions: 6 },
        { name: QUIET, partitions: 1 },
      ],
    },
  });
});
afterAll(() => lab.close());
afterEach(async () => {
  await lab.setFaults({});
  await lab.setIam({});
});

interface Told {
  readonly ms: number;
  /** Calls that nobody ended. */
  readonly open: number;
  readonly held: readonly string[];
  /** What a send after it all got. */
  readonly later: string;
  readonly codes: readonly string[];
}

interface Client {
  readonly close: () => Promise<Told>;
  readonly ended: Promise<unknown>;
}

async function startClient(more: Readonly<Record<string, unknown>> = {}): Promise<Client> {
  const { ask, ended } = await startAsked(
    'closes.mjs',
    programEnvironment(lab, { topic: TOPIC, group: 'closing', ...more }),
  );
  return { ended, close: () => ask<Told>('close') };
}

const pass = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const denied = () => lab.setIam({ roles: { 'msk-client': { statements: [] } } });

test.each<
  [
    string,
    {
      before?: object;
      fault?: () => unknown;
      ms: number;
      more?: Readonly<Record<string, unknown>>;
      after?: () => unknown;
    },
  ]
>([
  ['nothing is wrong', { ms: 1_000 }],
  ['logins are refused', { before: short, fault: denied, ms: 4_000 }],
  ['logins are refused for good', { before: short, fault: denied, ms: 10_000 }],
  [
    'logins are throttled',
    { before: short, fault: () => lab.setFaults({ kafka: { loginsPerSecond: 0 } }), ms: 5_000 },
  ],
  [
    'STS is silent and the credentials are over',
    { before: short, fault: () => lab.setFaults({ ...short, sts: { silence: true } }), ms: 19_000 },
  ],
  [
    'DNS is silent',
    {
      fault: async () => {
        await lab.setFaults({ dns: [{ name: '*', fault: { silent: true } }] });
        lab.gateway.cut();
      },
      ms: 3_000,
    },
  ],
  [
    'a broker is stopped',
    { fault: () => lab.pauseBroker(FIRST), ms: 3_000, after: () => lab.resumeBroker(FIRST) },
  ],
  ['every connection is reset', { fault: () => lab.gateway.cut(), ms: 0 }],
  ['it connects', { ms: 0, more: { connecting: true } }],
  [
    'it connects and nobody answers',
    { before: { dns: [{ name: '*', fault: { silent: true } }] }, ms: 1_000, more: { connecting: true } },
  ],
])('close while %s', async (name, { before = {}, fault, ms, more, after }) => {
  await lab.setFaults(before);
  const client = await startClient(more);
  await fault?.();
  await pass(ms);
  const told = await client.close();
  const code = await client.ended;
  await after?.();
  process.stderr.write(
    `close while ${name}: ${told.ms} ms, calls ended with ${told.codes.join(', ') || 'success'}\n`,
  );
  expect({ ...told, code }).toMatchObject({ open: 0, held: [], later: 'CLOSED', code: 0 });
});

test('close while the group rebalances', async () => {
  const one = await startClient({ group: 'rebalancing' });
  const joining = startClient({ group: 'rebalancing' });
  await pass(500);
  const told = await one.close();
  expect([told, await one.ended]).toMatchObject([{ open: 0, held: [] }, 0]);
  const other = await joining;
  expect([await other.close(), await other.ended]).toMatchObject([{ open: 0, held: [] }, 0]);
});

test('close while a fetch waits for messages: the group is left', async () => {
  const group = 'waiting';
  const client = await createMskClient(optionsOf(lab));
  const consumer = client.kafka.consumer({ groupId: group, maxWaitTimeInMs: 8_000 });
  const fetched = new Promise<void>((resolve) => {
    consumer.on(consumer.events.FETCH_START, () => resolve());
  });
  await consumer.connect();
  await consumer.subscribe({ topic: QUIET });
  await consumer.run({ eachMessage: () => Promise.resolve() });
  await fetched;
  await client.close();
  const other = await createMskClient(optionsOf(lab));
  const admin = other.kafka.admin();
  await admin.connect();
  const { groups } = await admin.describeGroups([group]);
  await other.close();
  expect(groups).toMatchObject([{ state: 'Empty', members: [] }]);
});
