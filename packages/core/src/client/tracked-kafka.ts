import {
  Kafka,
  type Admin,
  type AdminConfig,
  type Consumer,
  type ConsumerConfig,
  type KafkaConfig,
  type Producer,
  type ProducerConfig,
  type RetryOptions,
  type Transaction,
} from 'kafkajs';
import type { Ports } from '../ports.ts';
import { createCalls, type CallKind } from './calls.ts';
import { watchWork, type ConsumerWork } from './consumer-work.ts';
import type { Denials } from './denials.ts';
import { denyingConsumer, denyingProducer } from './denying.ts';
import { createPatience, type Patience, type Phase } from './patience.ts';
import { reviving } from './reviving.ts';

interface Parts {
  readonly ports: Pick<Ports, 'sleep' | 'random' | 'monotonic' | 'env'>;
  readonly denials: Denials;
}

type Connection = Pick<Admin, 'connect' | 'disconnect'>;
type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** kafkajs's own (2.2.4, retry/defaults.js, retry/defaults.test.js). */
const USUAL_PAUSE_MS = { test: 1_000, else: 30_000 };

/** How long a broker may keep a fetch without messages: kafkajs's own (2.2.4, consumer/index.js). */
const USUAL_FETCH_MS = 5_000;

/** A kafkajs client that knows what was made of it and what that is at, and whose consumers come back. */
export class TrackedKafka extends Kafka {
  readonly #consumers = new Set<Connection>();
  readonly #others = new Set<Connection>();
  readonly #works = new Set<ConsumerWork>();
  readonly #calls = createCalls();
  readonly #patience: Patience;
  readonly #retry: RetryOptions | undefined;
  readonly #ports: Pick<Ports, 'sleep' | 'random' | 'monotonic'>;
  readonly #denials: Denials;
  #fetchMs = 0;

  constructor(config: KafkaConfig, { ports, denials }: Parts) {
    const patience = createPatience();
    const maxRetryTime = USUAL_PAUSE_MS[ports.env['NODE_ENV'] === 'test' ? 'test' : 'else'];
    super({ ...config, retry: patience.following({ maxRetryTime, ...config.retry }) });
    this.#patience = patience;
    this.#retry = config.retry;
    this.#ports = ports;
    this.#denials = denials;
  }

  override producer(config: ProducerConfig = {}): Producer {
    const made = super.producer(this.#following(config));
    const producer = denyingProducer(made, this.#denials, config.transactionalId);
    const called = this.#calling(producer, { send: 'work', sendBatch: 'work' });
    const transaction = async (): Promise<Transaction> =>
      this.#calling(await this.#calls.make('work', () => producer.transaction()), TRANSACTION);
    return this.#track({ ...called, transaction }, this.#others);
  }

  override consumer(config: ConsumerConfig): Consumer {
    const { restartOnFailure, initialRetryTime } = { ...this.#retry, ...config.retry };
    this.#fetchMs = Math.max(this.#fetchMs, config.maxWaitTimeInMs ?? USUAL_FETCH_MS);
    const consumer = denyingConsumer(super.consumer(this.#following(config)), this.#denials, config.groupId);
    const work = watchWork(consumer, this.#ports, initialRetryTime);
    const logger = this.logger();
    const revived = reviving(consumer, { ports: this.#ports, logger, restartOnFailure, work });
    const called = this.#calling(revived, CONSUMER);
    const watched: Consumer = {
      ...called,
      connect: () => {
        this.#works.add(work);
        return called.connect();
      },
      disconnect: async () => {
        await called.disconnect();
        void work.settled().then(() => this.#works.delete(work));
      },
    };
    return this.#track(watched, this.#consumers);
  }

  override admin(config: AdminConfig = {}): Admin {
    const admin = super.admin(this.#following(config));
    const methods = Object.entries(admin).filter(
      ([name, value]) => typeof value === 'function' && !NO_CALLS.has(name),
    );
    const kinds = Object.fromEntries(methods.map(([name]) => [name, 'work' as const]));
    return this.#track(this.#calling(admin, kinds), this.#others);
  }

  /** What becomes of attempts and calls from now on. */
  enter(phase: Exclude<Phase, 'open'>): void {
    this.#patience.enter(phase);
    if (phase === 'over') this.#calls.giveUp();
  }

  /** Whether a consumer has a batch at hand. */
  busy(): boolean {
    return [...this.#works].some((work) => work.busy());
  }

  /** How long a fetch without messages may be under way: kafkajs leaves a group only after it. 0 without a consumer. */
  fetchMs(): number {
    return this.#fetchMs;
  }

  /** Resolves when no work is under way. */
  idle(): Promise<void> {
    return this.#calls.idle();
  }

  /** Resolves when kafkajs has come to an end with everything: after all is over. */
  async settled(): Promise<void> {
    await this.#calls.settled();
    await Promise.all([...this.#works].map((work) => work.settled()));
  }

  /** @returns what went wrong, one error for each that failed */
  disconnectConsumers(): Promise<readonly unknown[]> {
    return disconnectAll(this.#consumers);
  }

  /** Producers and admins. @returns what went wrong, one error for each that failed */
  disconnectOthers(): Promise<readonly unknown[]> {
    return disconnectAll(this.#others);
  }

  #following<C extends { retry?: RetryOptions }>(config: C): C {
    return config.retry === undefined ? config : { ...config, retry: this.#patience.following(config.retry) };
  }

  /** The same, with these methods on the account of calls. */
  #calling<C extends object>(made: C, kinds: Readonly<Partial<Record<keyof C, CallKind>>>): C {
    const called: Partial<Record<keyof C, Method>> = {};
    for (const [name, kind] of Object.entries(kinds) as [keyof C, CallKind][]) {
      const method = made[name] as Method;
      called[name] = (...args) => this.#calls.make(kind, () => method(...args));
    }
    return { ...made, ...called };
  }

  /**
   * kafkajs tells of connections that its user makes and ends, not of those that it makes anew after a crash: so
   * whatever was connected once counts until its user disconnects it.
   */
  #track<C extends Connection>(made: C, all: Set<Connection>): C {
    const tracked: C = {
      ...made,
      connect: () =>
        this.#calls.make('life', () => {
          all.add(tracked);
          return made.connect();
        }),
      disconnect: async () => {
        // Whoever cleans up after the client finds everything done.
        if (this.#patience.phase() === 'over') return;
        await this.#calls.make('life', () => made.disconnect());
        all.delete(tracked);
      },
    };
    return tracked;
  }
}

const NO_CALLS: ReadonlySet<string> = new Set(['connect', 'disconnect', 'on', 'logger']);
const CONSUMER = {
  run: 'life',
  stop: 'life',
  subscribe: 'life',
  commitOffsets: 'work',
  describeGroup: 'work',
} as const;
const TRANSACTION = {
  send: 'work',
  sendBatch: 'work',
  sendOffsets: 'work',
  commit: 'work',
  abort: 'work',
} as const;

async function disconnectAll(connections: ReadonlySet<Connection>): Promise<readonly unknown[]> {
  const results = await Promise.allSettled([...connections].map((connection) => connection.disconnect()));
  return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
}
