import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import type { Settings } from '../protocol.ts';
import type { Ledger } from './ledger.ts';
import { sequenceOf } from './messages.ts';

const POLL_MS = 100;

/**
 * Reads the whole log once more with a consumer of its own, and notes in the ledger what is there: a message that a
 * dead consumer did not get is not a lost one.
 */
export async function audit(
  kafka: Kafka,
  { topic, group, partitions, auditMs }: Settings,
  ledger: Ledger,
): Promise<void> {
  const unread = new Set(Array.from({ length: partitions }, (_, partition) => partition));
  const consumer = kafka.consumer({ groupId: `${group}-audit-${Date.now()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { value } of batch.messages) {
        const sequence = sequenceOf(value);
        if (sequence !== null) ledger.consume(batch.partition, sequence);
      }
      if (BigInt(batch.lastOffset()) + 1n >= BigInt(batch.highWatermark)) unread.delete(batch.partition);
    },
  });
  const deadline = performance.now() + auditMs;
  while (unread.size > 0 && ledger.open(0).count > 0 && performance.now() < deadline) await sleep(POLL_MS);
  await consumer.disconnect();
}
