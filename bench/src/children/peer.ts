/**
 * The peer: kafkajs and AWS's signer with their own defaults.
 *
 * The lab's names exist only on the lab's DNS server, so that names are looked up in a map: that costs the peer
 * nothing, less than any name lookup would.
 */
import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import type { KafkaOptions } from '@msk-reach/core';
import { generateAuthTokenFromRole } from 'aws-msk-iam-sasl-signer-js';
import { Kafka, logLevel } from 'kafkajs';
import { HOSTS, variable } from './environment.ts';
import type { OpenKafka } from './kafka.ts';
import { socketsBy } from './sockets.ts';

/** The signer's token for the lab's role; the base credentials are those of the environment. */
export async function tokenFromRole(): Promise<string> {
  const { token } = await generateAuthTokenFromRole({
    region: variable('AWS_REGION'),
    awsRoleArn: variable('MSK_REACH_ROLE'),
    awsRoleSessionName: 'msk-bench',
  });
  return token;
}

/** kafkajs as its users set it up for MSK. */
export async function openPeer(same: KafkaOptions = {}): Promise<OpenKafka> {
  const kafka = new Kafka({
    ...same,
    brokers: [variable('MSK_REACH_BOOTSTRAP')],
    ssl: { ca: readFileSync(variable('MSK_REACH_CA_FILE')) },
    sasl: {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async () => ({ value: await tokenFromRole() }),
    },
    socketFactory: socketsBy(lookupIn(hosts())),
    logLevel: logLevel.NOTHING,
  });
  return { kafka, close: async () => undefined };
}

function hosts(): ReadonlyMap<string, string> {
  const pairs = variable(HOSTS)
    .split(',')
    .map((pair) => pair.split('=') as [string, string]);
  return new Map(pairs);
}

function lookupIn(addresses: ReadonlyMap<string, string>): LookupFunction {
  return (host, options, done) => {
    const address = addresses.get(host);
    if (address === undefined)
      done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND' }), '', 4);
    else if (options.all === true) done(null, [{ address, family: 4 }]);
    else done(null, address, 4);
  };
}
