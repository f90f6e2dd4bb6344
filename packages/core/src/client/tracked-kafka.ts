import {
  Kafka,
  type Admin,
  type AdminConfig,
  type Consumer,
  type ConsumerConfig,
  type Producer,
  type ProducerConfig,
} from 'kafkajs';

type Connection = Pick<Admin, 'disconnect'>;

/** A kafkajs client that knows which of its producers, consumers and admins are connected. */
export class TrackedKafka extends Kafka {
  readonly #connected = new Set<Connection>();

  override producer(config?: ProducerConfig): Producer {
    const producer = super.producer(config);
    producer.on(producer.events.CONNECT, () => this.#connected.add(producer));
    producer.on(producer.events.DISCONNECT, () => this.#connected.delete(producer));
    return producer;
  }

  override consumer(config: ConsumerConfig): Consumer {
    const consumer = super.consumer(config);
    consumer.on(consumer.events.CONNECT, () => this.#connected.add(consumer));
    consumer.on(consumer.events.DISCONNECT, () => this.#connected.delete(consumer));
    return consumer;
  }

  override admin(config?: AdminConfig): Admin {
    const admin = super.admin(config);
    admin.on(admin.events.CONNECT, () => this.#connected.add(admin));
    admin.on(admin.events.DISCONNECT, () => this.#connected.delete(admin));
    return admin;
  }

  /** Disconnects whatever is connected. @returns what went wrong, one error for each that failed */
  async disconnectAll(): Promise<readonly unknown[]> {
    const results = await Promise.allSettled(
      [...this.#connected].map((connection) => connection.disconnect()),
    );
    return results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  }
}
