import { connect, TLSSocket } from 'node:tls';
import type { GatewayFaultKind } from '../fault-kind.ts';

/** Ends TLS here, with another certificate than the broker's. */
export const certificate: GatewayFaultKind<string> = {
  schema: {
    description:
      'End TLS at the gateway with this one of its certificates, and carry what was inside to the broker over TLS of its own, as an intercepting proxy does.',
    type: 'string',
    minLength: 1,
    examples: ['unknown-ca'],
  },
  check: (value, certificates) =>
    Object.hasOwn(certificates, value)
      ? undefined
      : `there is no certificate '${value}', only: ${Object.keys(certificates).join(', ')}`,
  ends: async (value, { client, broker }, { serverName, certificates }) => {
    const given = certificates[value];
    const pair = typeof given === 'function' ? await given(serverName) : given;
    const options = { isServer: true, cert: pair?.certificatePem, key: pair?.keyPem };
    return {
      client: new TLSSocket(client, options),
      // The broker's certificate is none of our concern: what the client thinks of ours is.
      broker: connect({ socket: broker, servername: serverName, rejectUnauthorized: false }),
    };
  },
};
