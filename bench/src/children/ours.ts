/** Our side: the factory with its defaults, the gate included. */
import { createMskClient, type KafkaOptions, type MskReachOptions } from '@msk-reach/core';
import type { logLevel } from 'kafkajs';
import { variable } from './environment.ts';
import type { OpenKafka } from './kafka.ts';

/** The options for the lab's client; base credentials come from the environment, as the peer's do. */
export function optionsOfLab(): MskReachOptions {
  return {
    bootstrap: variable('MSK_REACH_BOOTSTRAP'),
    roles: [{ arn: variable('MSK_REACH_ROLE') }],
    caFile: variable('MSK_REACH_CA_FILE'),
    dnsServer: [variable('MSK_REACH_DNS_SERVER')],
    cidr: variable('MSK_REACH_CIDR').split(','),
  };
}

/** kafkajs's word for silence, without loading it before the factory does. */
const NOTHING: logLevel.NOTHING = 0;

/** A client behind its gate. */
export async function openOurs(kafka: KafkaOptions): Promise<OpenKafka> {
  const client = await createMskClient({
    ...optionsOfLab(),
    kafka: { ...kafka, logLevel: NOTHING },
  });
  return { kafka: client.kafka, close: () => client.close() };
}
