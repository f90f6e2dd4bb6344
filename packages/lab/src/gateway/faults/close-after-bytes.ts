import { firstBytes } from '../first-bytes.ts';
import type { GatewayFaultKind } from '../fault-kind.ts';

/** Closes the connection once the client got some bytes. */
export const closeAfterBytes: GatewayFaultKind<number> = {
  schema: {
    description:
      'Close the connection (FIN) once the client got this many bytes; 0 does so on its ClientHello. A TLS handshake takes 2,000 to 4,000 bytes.',
    type: 'integer',
    minimum: 0,
    examples: [0, 10_000],
  },
  async *toClient(value, chunks, connection) {
    if (!(yield* firstBytes(chunks, value))) return;
    await connection.flushed();
    connection.close();
  },
};
