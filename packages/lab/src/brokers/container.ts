import { MskReachError } from '@msk-reach/core';
import type { Brokers, BrokersOptions } from './brokers.ts';

/**
 * Starts one Kafka cluster in a container, by Testcontainers.
 *
 * @throws MskReachError `INTERNAL`
 */
export function startContainerBrokers(_options: BrokersOptions): Promise<Brokers> {
  return Promise.reject(
    new MskReachError('INTERNAL', 'brokers: the container engine is not built yet; use MSK_LAB_ENGINE=jvm'),
  );
}
