import type { GatewayFaultKind } from '../fault-kind.ts';

/** The head of a fatal alert of TLS 1.2 (RFC 5246, 7.2): type, version, length, level. */
const HEAD = [21, 3, 3, 0, 2, 2] as const;

/** Refuses a ClientHello by an alert. */
export const tlsAlert: GatewayFaultKind<number> = {
  schema: {
    description:
      'Answer the ClientHello with this fatal alert of TLS, and close: 70 is protocol_version, 40 handshake_failure.',
    type: 'integer',
    minimum: 0,
    maximum: 255,
    examples: [70],
  },
  answer: (value, client) => {
    client.write(Buffer.from([...HEAD, value]));
    client.destroySoon();
  },
};
