import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Producer } from 'kafkajs';
import type { Settings } from '../protocol.ts';
import { type Gaps, gaps } from './gaps.ts';
import type { Ledger } from './ledger.ts';
import { messages } from './messages.ts';
import { wordsOf } from './words.ts';

/** After a send that threw. */
const RETRY_MS = 500;

/**
 * A producer with a lane for each partition: a batch, its acknowledgement by every replica, a pause, the next batch.
 * A send that throws is sent again, as a program does that must not lose what it was given.
 */
export class Lanes {
  readonly #producer: Producer;
  readonly #settings: Settings;
  readonly #ledger: Ledger;
  readonly #gaps: Gaps = gaps();
  readonly #stopping = new AbortController();
  /** Ends also what is being sent again. */
  readonly #givenUp = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  failedSends = 0;
  sendError: string | null = null;

  constructor(kafka: Kafka, settings: Settings, ledger: Ledger) {
    this.#producer = kafka.producer();
    this.#settings = settings;
    this.#ledger = ledger;
  }

  async start(): Promise<void> {
    await this.#producer.connect();
    const { partitions, everyMs } = this.#settings;
    this.#running = Promise.all(
      Array.from({ length: partitions }, (_, partition) =>
        this.#lane(partition, (everyMs * partition) / partitions),
      ),
    );
  }

  /** The longest gap since the last call. */
  takeGapMs(): number {
    return this.#gaps.take(performance.now());
  }

  /** Ends every lane after what it is sending. @returns the longest gap of all */
  async finish(): Promise<number> {
    this.#stopping.abort();
    const timer = setTimeout(() => this.#givenUp.abort(), this.#settings.drainMs);
    await Promise.race([this.#running, aborted(this.#givenUp.signal)]);
    clearTimeout(timer);
    return this.#gaps.longest(performance.now());
  }

  disconnect(): Promise<void> {
    return this.#producer.disconnect();
  }

  async #lane(partition: number, delayMs: number): Promise<void> {
    const { batch, everyMs } = this.#settings;
    const { signal } = this.#stopping;
    let next = performance.now() + delayMs;
    for (let first = 0; !signal.aborted; first += batch) {
      await sleep(Math.max(0, next - performance.now()), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // Time that was lost is not made up for.
      next = Math.max(next + everyMs, performance.now());
      await this.#acknowledged(partition, first, batch);
    }
  }

  async #acknowledged(partition: number, first: number, count: number): Promise<void> {
    const { signal } = this.#givenUp;
    while (!signal.aborted) {
      try {
        await this.#producer.send({
          topic: this.#settings.topic,
          acks: -1,
          messages: messages(partition, first, count),
        });
        this.#gaps.event(performance.now());
        this.#ledger.acknowledge(partition, first, count);
        return;
      } catch (error) {
        this.failedSends += 1;
        this.sendError = wordsOf(error);
        await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
