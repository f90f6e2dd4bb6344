import type { Consumer, Kafka } from 'kafkajs';
import type { Status } from '../protocol.ts';
import { wordsOf } from './words.ts';

/** What a consumer is made with. */
interface GroupOptions {
  readonly topic: string;
  readonly group: string;
  readonly onMessage: (partition: number, value: Buffer | null) => void;
}

/** A consumer of a group, and what became of it. */
export class Group {
  readonly #consumer: Consumer;
  readonly #options: GroupOptions;
  restarts = 0;
  crashed: Status['crashed'] = null;

  constructor(kafka: Kafka, options: GroupOptions) {
    this.#consumer = kafka.consumer({ groupId: options.group });
    this.#options = options;
    this.#consumer.on(this.#consumer.events.CRASH, ({ payload }) => {
      this.crashed = { error: wordsOf(payload.error), restart: payload.restart };
    });
    this.#consumer.on(this.#consumer.events.GROUP_JOIN, () => {
      if (this.crashed !== null) this.restarts += 1;
      this.crashed = null;
    });
  }

  async start(): Promise<void> {
    const { topic, onMessage } = this.#options;
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic, fromBeginning: true });
    await this.#consumer.run({
      eachMessage: async ({ partition, message }) => onMessage(partition, message.value),
    });
  }

  disconnect(): Promise<void> {
    return this.#consumer.disconnect();
  }
}
