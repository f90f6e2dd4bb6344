/**
 * A producer that sends one message after the other, to one partition.
 *
 * `start`: begins to send, and tells the id of the broker that leads. `since MS`: how many milliseconds after that time
 * (since the epoch) a message was acknowledged that was sent after it; then it sends no more.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { TOPIC, variable } from './environment.ts';
import { openKafka } from './kafka.ts';
import { serve } from './serve.ts';

const topic = variable(TOPIC);
/** Between two messages, and after an error that kafkajs itself did not get over. */
const PAUSE_MS = 20;

/** What was acknowledged, in order; milliseconds since the epoch. */
interface Acknowledged {
  readonly sentAt: number;
  readonly at: number;
}

/** Ours by default; kafkajs's own is a second. */
const CONNECTION_TIMEOUT_MS = 10_000;

const opened = openKafka({ connectionTimeout: CONNECTION_TIMEOUT_MS }).then(async ({ kafka, close }) => {
  const producer = kafka.producer();
  const admin = kafka.admin();
  await Promise.all([producer.connect(), admin.connect()]);
  return { producer, admin, close };
});
const now = (): number => performance.timeOrigin + performance.now();

let stop = new AbortController();
let acknowledged: Acknowledged[] = [];

serve(
  async (command) => {
    const [verb, since] = command.split(' ');
    return verb === 'start' ? start() : sinceThen(Number(since));
  },
  async () => {
    stop.abort();
    const { producer, admin, close } = await opened;
    await Promise.all([producer.disconnect(), admin.disconnect()]);
    await close();
  },
);

/** Sends from now on; the leader's id, once every replica is in step again. */
async function start(): Promise<number> {
  const { admin } = await opened;
  stop = new AbortController();
  acknowledged = [];
  void keepSending(stop.signal, acknowledged);
  for (;;) {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    const partition = topics[0]?.partitions.find(({ partitionId }) => partitionId === 0);
    if (partition !== undefined && partition.isr.length === partition.replicas.length)
      return partition.leader;
    await sleep(PAUSE_MS);
  }
}

async function keepSending(signal: AbortSignal, sent: Acknowledged[]): Promise<void> {
  const { producer } = await opened;
  while (!signal.aborted) {
    const sentAt = now();
    await producer.send({ topic, messages: [{ partition: 0, value: 'alive' }] }).then(
      () => sent.push({ sentAt, at: now() }),
      // Given up by kafkajs, tried anew by whoever uses it.
      () => undefined,
    );
    await sleep(PAUSE_MS);
  }
}

async function sinceThen(since: number): Promise<number> {
  for (;;) {
    const first = acknowledged.find(({ sentAt }) => sentAt >= since);
    if (first !== undefined) {
      stop.abort();
      return first.at - since;
    }
    await sleep(1);
  }
}
