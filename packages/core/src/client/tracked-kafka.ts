import {
  Kafka,
  type Admin,
  type AdminConfig,
  type Consumer,
  type ConsumerConfig,
  type KafkaConfig,
  type Producer,
  type ProducerConfig,
} from 'kafkajs';
import type { Ports } from '../ports.ts';
import { reviving } from './reviving.ts';

type Connection = Pick<Admin, 'connect' | 'disconnect'>;

/** A kafkajs client that knows what was made of it, and whose consumers come back after a refused login. */
export class TrackedKafka extends Kafka {
  readonly #made = new Set<Connection>();
  readonly #sends = new Set<Promise<unknown>>();
  readonly #config: KafkaConfig;
  readonly #ports: Pick<Ports, 'sleep' | 'random'>;

  constructor(config: KafkaConfig, ports: Pick<Ports, 'sleep' | 'random'>) {
    super(config);
    this.#config = config;
    this.#ports = ports;
  }

  override producer(config?: ProducerConfig): Producer {
    const producer = super.producer(config);
    return this.#track({
      ...producer,
      send: (record) => this.#underWay(producer.send(record)),
      sendBatch: (batch) => this.#underWay(producer.sendBatch(batch)),
    });
  }

  override consumer(config: ConsumerConfig): Consumer {
    const restartOnFailure = (config.retry ?? this.#config.retry)?.restartOnFailure;
    const consumer = super.consumer(config);
    return this.#track(reviving(consumer, { ports: this.#ports, logger: this.logger(), restartOnFailure }));
  }

  override admin(config?: AdminConfig): Admin {
    return this.#track(super.admin(config));
  }

  /**
   * kafkajs tells of connections that its user makes and ends, not of those that it makes anew after a crash: so
   * whatever was connected once counts until its user disconnects it.
   */
  #track<C extends Connection>(made: C): C {
    const tracked: C = {
      ...made,
      connect: async () => {
        this.#made.add(tracked);
        await made.connect();
      },
      disconnect: async () => {
        await made.disconnect();
        this.#made.delete(tracked);
      },
    };
    return tracked;
  }

  /** kafkajs's own disconnect does not wait for what was sent: it would be lost, or told of half a minute later. */
  #underWay<T>(send: Promise<T>): Promise<T> {
    const settled: Promise<unknown> = send.then(
      () => undefined,
      () => undefined,
    );
    this.#sends.add(settled);
    void settled.finally(() => this.#sends.delete(settled));
    return send;
  }

  /** Waits for sends under way, then disconnects whatever is connected. @returns what went wrong, one error for each that failed */
  async disconnectAll(): Promise<readonly unknown[]> {
    await Promise.all(this.#sends);
    const results = await Promise.allSettled([...this.#made].map((connection) => connection.disconnect()));
    return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  }
}
