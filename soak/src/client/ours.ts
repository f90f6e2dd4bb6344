/** Our side: the factory with its defaults, the gate included. */
import { createMskClient } from '@msk-reach/core';
import { logLevel } from 'kafkajs';
import { variable } from './environment.ts';
import type { OpenSideBy } from './side.ts';

export const openOurs: OpenSideBy = async (logCreator) => {
  const client = await createMskClient({
    bootstrap: variable('MSK_REACH_BOOTSTRAP'),
    roles: [{ arn: variable('MSK_REACH_ROLE'), externalId: variable('MSK_REACH_EXTERNAL_ID') }],
    caFile: variable('MSK_REACH_CA_FILE'),
    dnsServer: [variable('MSK_REACH_DNS_SERVER')],
    cidr: variable('MSK_REACH_CIDR').split(','),
    kafka: { clientId: 'soak-ours', logLevel: logLevel.WARN, logCreator },
  });
  // The brokers count: a token is asked for where its only user is.
  return { kafka: client.kafka, tokens: () => null, close: () => client.close() };
};
