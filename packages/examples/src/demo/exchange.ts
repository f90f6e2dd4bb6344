import { randomUUID } from 'node:crypto';
import type { MskClient } from '@msk-reach/core';
import { Partitioners } from 'kafkajs';

/** Produces to a topic and consumes from it through the factory; resolves when as many distinct messages came back as were sent. */
export async function exchange(
  client: MskClient,
  topic: string,
  count: number,
): Promise<{ readonly produced: number; readonly consumed: number }> {
  const run = randomUUID();
  const producer = client.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const messages = Array.from({ length: count }, (_, index) => ({
    key: `${run}-${index}`,
    value: `order ${index}`,
  }));
  await producer.send({ topic, messages });
  await producer.disconnect();

  const seen = new Set<string>();
  const consumer = client.kafka.consumer({ groupId: `demo-${run}`, maxWaitTimeInMs: 200 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    const eachMessage = async ({
      message,
    }: {
      readonly message: { readonly key: Buffer | null };
    }): Promise<void> => {
      const key = message.key?.toString() ?? '';
      if (key.startsWith(run)) seen.add(key);
      if (seen.size === count) resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return { produced: messages.length, consumed: seen.size };
}
