import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Producer } from 'kafkajs';
import { Group } from './group.ts';
import { wordsOf } from './words.ts';

const RETRY_MS = 500;
const POLL_MS = 50;
const WORD = 'awake';

/** A producer and a consumer that are connected all the time, and have nothing to do until the very end. */
export class IdlePair {
  readonly #topic: string;
  readonly #producer: Producer;
  readonly #group: Group;
  #heard = false;

  constructor(kafka: Kafka, topic: string, group: string) {
    this.#topic = topic;
    this.#producer = kafka.producer();
    this.#group = new Group(kafka, {
      topic,
      group,
      onMessage: (_partition, value) => {
        this.#heard ||= value?.toString() === WORD;
      },
    });
  }

  async start(): Promise<void> {
    await this.#producer.connect();
    await this.#group.start();
  }

  /** Sends one message and waits for it. @returns null, or what did not work in time */
  async wake(withinMs: number): Promise<string | null> {
    const deadline = performance.now() + withinMs;
    let failure: unknown = null;
    do {
      failure = await this.#producer
        .send({ topic: this.#topic, acks: -1, messages: [{ value: WORD }] })
        .then(() => null)
        .catch((error: unknown) => error);
      if (failure !== null) await sleep(RETRY_MS);
    } while (failure !== null && performance.now() < deadline);
    if (failure !== null) return `the idle producer cannot send any more: ${wordsOf(failure)}`;
    while (!this.#heard && performance.now() < deadline) await sleep(POLL_MS);
    if (this.#heard) return null;
    const { crashed } = this.#group;
    return `the idle consumer gets nothing any more: ${crashed?.error ?? 'it says nothing'}`;
  }

  async disconnect(): Promise<void> {
    await Promise.all([this.#producer.disconnect(), this.#group.disconnect()]);
  }
}
