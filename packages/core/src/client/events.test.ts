import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { logLevel } from 'kafkajs';
import { expect, test } from 'vitest';
import { BOOTSTRAP, startWorld } from '../../test/cluster.ts';
import { refused } from '../../test/sts-server.ts';
import type { ReachEvents } from '../events.ts';
import { createMskClient } from './msk-client.ts';

const NAMES = [
  'msk-reach:token',
  'msk-reach:credentials',
  'msk-reach:dial',
  'msk-reach:preflight',
] as const satisfies readonly (keyof ReachEvents)[];
type Told = readonly [name: string, event: Readonly<Record<string, unknown>>];

/** Hears all four channels while something runs. */
async function heard(run: () => Promise<void>): Promise<readonly Told[]> {
  const told: Told[] = [];
  const listeners = NAMES.map((name) => {
    const hear = (event: unknown): void => void told.push([name, event as Readonly<Record<string, unknown>>]);
    subscribe(name, hear);
    return () => unsubscribe(name, hear);
  });
  try {
    await run();
    return told;
  } finally {
    listeners.forEach((end) => end());
  }
}

const kafka = { logLevel: logLevel.NOTHING, retry: { retries: 0 } };
const cidr = ['127.0.0.0/8'];
const durationMs: unknown = expect.any(Number);

test('a client that connects is told on every channel, and no secret is', async () => {
  await using world = await startWorld();
  const told = await heard(async () => {
    await using client = await createMskClient({ ...world.options, cidr, kafka }, { ports: world.ports });
    await client.kafka.admin().connect();
  });
  const of = (name: keyof ReachEvents) => told.flatMap(([on, event]) => (on === name ? [event] : []));
  const roles = of('msk-reach:credentials').map(({ roleArn }) => roleArn);
  expect(roles).toEqual([null, ...(world.options.roles ?? []).map(({ arn }) => arn)]);
  expect(of('msk-reach:preflight')).toEqual([
    { durationMs, 'server.address': BOOTSTRAP, status: 'pass', rootCauses: [], brokers: 3 },
  ]);
  expect(of('msk-reach:token')[0]).toMatchObject({
    durationMs,
    'cloud.region': 'us-east-1',
    lifetimeMs: 900_000,
  });
  expect(of('msk-reach:dial')[0]).toEqual({
    durationMs,
    'server.address': BOOTSTRAP,
    'server.port': expect.any(Number),
    'network.peer.address': '127.0.0.1',
    'tls.protocol.version': '1.3',
  });
  const text = JSON.stringify(told);
  for (const token of world.broker.tokens) expect(text).not.toContain(token.split(' ').at(-1));
});

test('what fails is told with its code', async () => {
  await using world = await startWorld();
  world.sts.answer(() => refused(403, 'AccessDenied', 'no'));
  const told = await heard(async () => {
    await createMskClient({ ...world.options, cidr, kafka }, { ports: world.ports }).catch(() => undefined);
  });
  expect(told.findLast(([name]) => name === 'msk-reach:credentials')?.[1]).toMatchObject({
    'error.type': 'STS_REFUSED',
  });
  expect(told.at(-1)).toMatchObject(['msk-reach:preflight', { status: 'fail' }]);
});

test('a connection that fails is told with its code', async () => {
  await using world = await startWorld();
  const told = await heard(async () => {
    await using client = await createMskClient(
      { ...world.options, cidr, preflight: 'off', kafka },
      { ports: { ...world.ports, connectTcp: (address) => world.ports.connectTcp(address, 1) } },
    );
    await client.kafka
      .admin()
      .connect()
      .catch(() => undefined);
  });
  expect(told.find(([name]) => name === 'msk-reach:dial')?.[1]).toMatchObject({
    'server.address': BOOTSTRAP,
    'error.type': 'TCP_REFUSED',
  });
});
