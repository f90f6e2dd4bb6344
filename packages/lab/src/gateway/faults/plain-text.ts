import type { GatewayFaultKind } from '../fault-kind.ts';

/** Answers a ClientHello with text. */
export const plainText: GatewayFaultKind<string> = {
  schema: {
    description: 'Answer the ClientHello with this text instead of TLS, and close.',
    type: 'string',
    minLength: 1,
    maxLength: 65_536,
    examples: ['HTTP/1.1 400 Bad Request\r\n\r\n'],
  },
  answer: (value, client) => {
    client.write(value);
    client.destroySoon();
  },
};
