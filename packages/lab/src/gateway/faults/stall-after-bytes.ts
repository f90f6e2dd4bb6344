import { aborted } from '../aborted.ts';
import { firstBytes } from '../first-bytes.ts';
import type { GatewayFaultKind } from '../fault-kind.ts';

/** Says nothing more once the client got some bytes. */
export const stallAfterBytes: GatewayFaultKind<number> = {
  schema: {
    description:
      'Let the client hear nothing more once it got this many bytes; the connection stays open. 0 stalls the TLS handshake.',
    type: 'integer',
    minimum: 0,
    examples: [0, 10_000],
  },
  async *toClient(value, chunks, { signal }) {
    if (yield* firstBytes(chunks, value)) await aborted(signal);
  },
  // Nobody reads on to see the broker's end, so the client's end has to do.
  async *toBroker(_value, chunks, connection) {
    yield* chunks;
    connection.close();
  },
};
