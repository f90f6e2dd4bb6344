import { setTimeout as sleep } from 'node:timers/promises';
import { firstBytes } from '../first-bytes.ts';
import type { GatewayFaultKind } from '../fault-kind.ts';

/** A client that finds bytes and an RST at the same moment may take the RST for an end (libuv does). */
const APART_MS = 50;

/** Resets the connection once the client got some bytes. */
export const resetAfterBytes: GatewayFaultKind<number> = {
  schema: {
    description:
      'Reset the connection (RST) once the client got this many bytes; 0 does so on its ClientHello. A TLS handshake takes 2,000 to 4,000 bytes.',
    type: 'integer',
    minimum: 0,
    examples: [0, 10_000],
  },
  async *toClient(value, chunks, connection) {
    if (!(yield* firstBytes(chunks, value))) return;
    await connection.flushed();
    if (value > 0) await sleep(APART_MS, undefined, { signal: connection.signal }).catch(() => undefined);
    connection.reset();
  },
};
