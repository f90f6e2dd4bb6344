/** A kafkajs client by either side, as both are opened in a process that loads nothing of the other. */
import type { Kafka } from 'kafkajs';
import { side } from './serve.ts';

/** A client that is ready to make producers and consumers. */
export interface OpenKafka {
  readonly kafka: Kafka;
  readonly close: () => Promise<void>;
}

/** Ours: the factory, gate on. The peer's: kafkajs with AWS's signer. */
export async function openKafka(): Promise<OpenKafka> {
  if (side === 'peer') return (await import('./peer.ts')).openPeer();
  return (await import('./ours.ts')).openOurs();
}
