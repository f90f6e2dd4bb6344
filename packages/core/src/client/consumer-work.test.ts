import { EventEmitter } from 'node:events';
import { Kafka, logLevel, type Consumer } from 'kafkajs';
import { expect, test } from 'vitest';
import { watchWork } from './consumer-work.ts';

function watched() {
  const { events } = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING }).consumer({
    groupId: 'g',
  });
  const emitter = new EventEmitter();
  const consumer = { events, on: emitter.on.bind(emitter) } as unknown as Pick<Consumer, 'on' | 'events'>;
  let now = 0;
  const work = watchWork(consumer, { monotonic: () => now }, 1_000);
  const tell = (name: string, payload: object = {}): void => void emitter.emit(name, { payload });
  /** Whether it says within a turn or two that nothing runs. */
  const isSettled = async (): Promise<boolean> => {
    let settled = false;
    void work.settled().then(() => (settled = true));
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return settled;
  };
  return { events, work, tell, isSettled, advance: (ms: number) => void (now += ms) };
}

test('a batch at hand is one that was begun and not finished', () => {
  const { events, work, tell } = watched();
  const batch = { topic: 't', partition: 3 };
  expect(work.busy()).toBe(false);
  tell(events.START_BATCH_PROCESS, batch);
  tell(events.START_BATCH_PROCESS, { topic: 't', partition: 4 });
  tell(events.END_BATCH_PROCESS, batch);
  expect(work.busy()).toBe(true);
  tell(events.CRASH, { error: new Error('its user threw'), restart: false });
  expect(work.busy()).toBe(false);
});

test('one that was stopped while it ran is settled, one that was joining is when it has crashed', async () => {
  const { events, work, tell, isSettled } = watched();
  expect(await isSettled()).toBe(true);
  work.started();
  expect(await isSettled()).toBe(false);
  tell(events.GROUP_JOIN);
  // Run a second time: kafkajs only warns.
  work.started();
  tell(events.STOP);
  expect(await isSettled()).toBe(true);
  work.started();
  tell(events.STOP);
  tell(events.GROUP_JOIN);
  expect(await isSettled()).toBe(false);
  tell(events.CRASH, { error: new Error('its connections are gone'), restart: false });
  expect(await isSettled()).toBe(true);
});

test('one that kafkajs restarts runs from the end of its pause', async () => {
  const { events, tell, isSettled, advance } = watched();
  tell(events.CRASH, { error: new Error('x'), restart: true });
  expect(await isSettled()).toBe(true);
  advance(1_000);
  expect(await isSettled()).toBe(false);
  tell(events.CRASH, { error: new Error('x'), restart: false });
  expect(await isSettled()).toBe(true);
});
