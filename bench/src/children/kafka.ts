/** A kafkajs client by either side, as both are opened in a process that loads nothing of the other. */
import type { KafkaOptions } from '@msk-reach/core';
import type { Kafka } from 'kafkajs';
import { side } from './serve.ts';

/** A client that is ready to make producers and consumers. */
export interface OpenKafka {
  readonly kafka: Kafka;
  readonly close: () => Promise<void>;
}

/**
 * Ours: the factory, gate on. The peer's: kafkajs with AWS's signer.
 *
 * @param same kafkajs's options where both sides shall have the same
 */
export async function openKafka(same: KafkaOptions = {}): Promise<OpenKafka> {
  if (side === 'peer') return (await import('./peer.ts')).openPeer(same);
  return (await import('./ours.ts')).openOurs(same);
}
