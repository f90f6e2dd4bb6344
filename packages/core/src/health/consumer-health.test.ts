import { once, EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import { expect, test } from 'vitest';
import { MskReachError } from '../errors.ts';
import { createConsumerHealth, type Probes } from './consumer-health.ts';
import type { HealthState } from './health.ts';
import { createProbeListener } from './probe-listener.ts';

const READY: HealthState = { status: 'pass', output: 'well', ageMs: 5, stale: false, rootCauses: [] };
const probes = (readiness: HealthState = READY): Probes => ({
  liveness: () => READY,
  readiness: () => readiness,
});

/** kafkajs's own names of events, told by us. */
function told() {
  const { events } = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING }).consumer({
    groupId: 'g',
  });
  const emitter = new EventEmitter();
  const consumer = { events, on: emitter.on.bind(emitter) } as unknown as Pick<Consumer, 'on' | 'events'>;
  return {
    consumer,
    events,
    tell: (name: string, payload: object = {}) => void emitter.emit(name, { payload }),
  };
}

test('ready is a consumer that has joined its group', () => {
  const { consumer, events, tell } = told();
  const health = createConsumerHealth(probes(), consumer);
  expect([health.phase(), health.readiness()]).toMatchObject([
    'starting',
    { status: 'fail', output: 'the consumer has not joined its group yet' },
  ]);
  tell(events.GROUP_JOIN);
  expect([health.phase(), health.readiness()]).toEqual(['consuming', READY]);
  tell(events.REBALANCING);
  expect(health.readiness()).toMatchObject({
    status: 'warn',
    output: 'the group of the consumer rebalances',
  });
  tell(events.GROUP_JOIN);
  tell(events.STOP);
  expect(health.readiness()).toMatchObject({ status: 'fail', output: 'the consumer was stopped' });
});

test('a crash is said by its code, not by words of others, and outlives the stop that comes with it', () => {
  const { consumer, events, tell } = told();
  const health = createConsumerHealth(probes(), consumer);
  tell(events.GROUP_JOIN);
  tell(events.CRASH, { error: new Error('with a secret'), restart: true });
  tell(events.DISCONNECT);
  expect(health.readiness()).toMatchObject({
    status: 'fail',
    output: 'the consumer crashed and is restarted: Error',
  });
  const cause = new MskReachError('SASL_REFUSED', 'refused');
  tell(events.CRASH, { error: new Error('no', { cause }), restart: false });
  expect(health.readiness().output).toBe('the consumer crashed: SASL_REFUSED');
  tell(events.GROUP_JOIN);
  expect(health.readiness()).toEqual(READY);
});

test('a report that fails is not made better by a consumer that consumes', () => {
  const failing: HealthState = { ...READY, status: 'fail', output: 'failed: DNS03', rootCauses: ['DNS03'] };
  const { consumer, events, tell } = told();
  const health = createConsumerHealth(probes(failing), consumer);
  tell(events.GROUP_JOIN);
  expect(health.readiness()).toEqual(failing);
});

test('probes over HTTP', async () => {
  let state: HealthState = READY;
  const server = createServer(createProbeListener({ liveness: () => READY, readiness: () => state }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = async (path: string, method = 'GET') => {
    const answer = await fetch(`${url}${path}`, { method });
    return [answer.status, await answer.text(), answer.headers.get('content-type')];
  };
  try {
    expect(await ask('/readyz?verbose')).toEqual([200, JSON.stringify(READY), 'application/health+json']);
    state = { ...READY, status: 'warn' };
    expect((await ask('/readyz'))[0]).toBe(200);
    state = { ...READY, status: 'fail' };
    expect((await ask('/readyz', 'HEAD')).slice(0, 2)).toEqual([503, '']);
    expect((await ask('/livez'))[0]).toBe(200);
    expect((await ask('/livez', 'POST'))[0]).toBe(405);
    expect((await ask('/'))[0]).toBe(404);
  } finally {
    server.close();
  }
});
