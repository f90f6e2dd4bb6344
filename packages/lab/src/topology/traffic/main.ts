/**
 * A client of the cluster, by the factory: `main.js COUNT` produces and consumes so many messages; `main.js stay` goes
 * on until its input ends, then looks at the cluster once more. Its last line of output is JSON.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createMskClient, loadOptions, type MskClient } from '@msk-reach/core';
import { logLevel, Partitioners } from 'kafkajs';
import type { Exchanged, Stayed } from './exchanged.ts';

const BETWEEN_MS = 100;
const DRAIN_MS = 45_000;
/** A consumer that crashed while its coordinator was away is still a member for so long, and nobody joins before. */
const SESSION_MS = 10_000;
const PARTITIONS = 2;

/** Whoever sends and receives on one topic of their own. */
class Exchange {
  readonly #client: MskClient;
  readonly #topic = `traffic-${randomUUID()}`;
  readonly #sent = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #producer;
  readonly #consumer;

  constructor(client: MskClient) {
    this.#client = client;
    this.#producer = client.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    this.#consumer = client.kafka.consumer({
      groupId: this.#topic,
      maxWaitTimeInMs: 200,
      sessionTimeout: SESSION_MS,
    });
  }

  async start(): Promise<void> {
    const admin = this.#client.kafka.admin();
    await admin.connect();
    // kafkajs's own wait gives up on a broker that has not heard of the topic yet; a producer asks again.
    const topics = [{ topic: this.#topic, numPartitions: PARTITIONS }];
    await admin.createTopics({ topics, waitForLeaders: false });
    await admin.disconnect();
    await this.#producer.connect();
    await this.send(1);
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic: this.#topic, fromBeginning: true });
    const eachMessage = async ({
      message,
    }: {
      readonly message: { readonly key: Buffer | null };
    }): Promise<void> => {
      this.#missing.delete(message.key?.toString() ?? '');
    };
    await this.#consumer.run({ eachMessage });
  }

  async send(count: number): Promise<void> {
    const messages = Array.from({ length: count }, () => ({ key: randomUUID(), value: 'an order' }));
    for (const { key } of messages) this.#missing.add(key);
    await this.#producer.send({ topic: this.#topic, messages });
    for (const { key } of messages) this.#sent.add(key);
  }

  /** Waits until everything has come back, or long enough. */
  async result(): Promise<Exchanged> {
    const until = performance.now() + DRAIN_MS;
    while (this.#missing.size > 0 && performance.now() < until) await sleep(BETWEEN_MS);
    return { produced: this.#sent.size, consumed: this.#sent.size - this.#missing.size };
  }
}

async function stay(client: MskClient, exchange: Exchange): Promise<Stayed> {
  const stopped = new AbortController();
  void once(process.stdin.resume(), 'end').then(() => stopped.abort());
  process.stdout.write('ready\n');
  while (!stopped.signal.aborted) {
    await exchange.send(1);
    await sleep(BETWEEN_MS);
  }
  const report = await client.preflight();
  return { ...(await exchange.result()), status: report.status, rootCauses: report.rootCauses };
}

const [count = '1'] = process.argv.slice(2);
// A client that has to last: names may be away for as long as a change of them takes.
const retry = { retries: 60, maxRetryTime: 1_000 };
const kafka = { logLevel: logLevel.ERROR, ...(count === 'stay' ? { retry } : {}) };
const client = await createMskClient({ ...(await loadOptions()), kafka });
try {
  const exchange = new Exchange(client);
  await exchange.start();
  if (count !== 'stay') await exchange.send(Number(count));
  const result = count === 'stay' ? await stay(client, exchange) : await exchange.result();
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await client.close();
}
