import { EventEmitter } from 'node:events';
import { Kafka, KafkaJSNonRetriableError, KafkaJSProtocolError, logLevel, type Consumer } from 'kafkajs';
import { expect, test } from 'vitest';
import { MskReachError } from '../errors.ts';
import { reviving } from './reviving.ts';

const CODES = { UNKNOWN_MEMBER_ID: 25, TOPIC_AUTHORIZATION_FAILED: 29, GROUP_AUTHORIZATION_FAILED: 30 };

const protocolError = (type: keyof typeof CODES): Error =>
  Object.assign(new KafkaJSProtocolError(new Error(type)), { type, code: CODES[type] });
const wrapped = (type: keyof typeof CODES): Error =>
  Object.assign(new KafkaJSNonRetriableError(type), { cause: protocolError(type) });

/** How often a consumer is run that crashes once with this error, and is not restarted by kafkajs. */
async function runsAfter(error: Error): Promise<number> {
  const { events } = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING }).consumer({
    groupId: 'g',
  });
  const emitter = new EventEmitter();
  let runs = 0;
  const consumer = {
    events,
    on: emitter.on.bind(emitter),
    run: async () => void (runs += 1),
    stop: async () => undefined,
    disconnect: async () => undefined,
  } as unknown as Consumer;
  const logger = { warn: () => undefined, error: () => undefined };
  const ports = { sleep: async () => undefined, random: () => 0 };
  const work = { started: () => undefined };
  await reviving(consumer, { ports, logger, restartOnFailure: undefined, work }).run({});
  emitter.emit(events.CRASH, { payload: { error, restart: false } });
  await new Promise((resolve) => setImmediate(resolve));
  return runs;
}

test.each([
  ['a refused login', new MskReachError('SASL_REFUSED', 'refused'), 2],
  ['a refused topic', wrapped('TOPIC_AUTHORIZATION_FAILED'), 2],
  ['a refused group', protocolError('GROUP_AUTHORIZATION_FAILED'), 2],
  [
    'a coordinator that nobody names',
    Object.assign(new KafkaJSNonRetriableError('x'), { name: 'KafkaJSGroupCoordinatorNotFound' }),
    2,
  ],
  ['a client that was closed', new MskReachError('CLOSED', 'closed'), 1],
  ["a mistake of the user's own", new TypeError('x is not a function'), 1],
  ['an unknown member', wrapped('UNKNOWN_MEMBER_ID'), 1],
])('after %s', async (_, error, runs) => {
  expect(await runsAfter(error)).toBe(runs);
});
