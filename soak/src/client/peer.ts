/** The peer: kafkajs and AWS's signer, as their users set them up for MSK. */
import { Resolver } from 'node:dns';
import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { connect } from 'node:tls';
import { generateAuthTokenFromRole } from 'aws-msk-iam-sasl-signer-js';
import { type ISocketFactory, Kafka, logLevel } from 'kafkajs';
import { PEER_ROLE, PEER_SESSION } from '../peer-role.ts';
import { variable } from './environment.ts';
import type { OpenSideBy } from './side.ts';

const KEEP_ALIVE_MS = 60_000;

export const openPeer: OpenSideBy = async (logCreator) => {
  let tokens = 0;
  const kafka = new Kafka({
    clientId: 'soak-peer',
    brokers: [variable('MSK_REACH_BOOTSTRAP')],
    ssl: { ca: readFileSync(variable('MSK_REACH_CA_FILE')) },
    sasl: {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async () => {
        tokens += 1;
        const { token } = await generateAuthTokenFromRole({
          region: variable('AWS_REGION'),
          awsRoleArn: PEER_ROLE,
          awsRoleSessionName: PEER_SESSION,
        });
        return { value: token };
      },
    },
    socketFactory: socketFactory(),
    logLevel: logLevel.WARN,
    logCreator,
  });
  return { kafka, tokens: () => tokens, close: async () => undefined };
};

/** As kafkajs's own, but for the DNS server: the lab's names exist on the lab's alone. */
function socketFactory(): ISocketFactory {
  const resolver = new Resolver();
  resolver.setServers([variable('MSK_REACH_DNS_SERVER')]);
  const lookup: LookupFunction = (host, options, done) =>
    resolver.resolve4(host, (error, addresses) => {
      const all = (addresses ?? []).map((address) => ({ address, family: 4 }));
      if (options.all === true) done(error, all);
      else done(error, all[0]?.address ?? '', 4);
    });
  return ({ host, port, ssl, onConnect }) => {
    const socket = connect({ host, port, servername: host, lookup, ...ssl }, onConnect);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    return socket;
  };
}
