import { aborted } from '../aborted.ts';
import type { GatewayFaultKind } from '../fault-kind.ts';

/** A path that carries less than its ends believe, and nobody tells them. */
export const mtu: GatewayFaultKind<number> = {
  schema: {
    description:
      'The client hears what the broker says in pieces of at most this many bytes; a larger piece, and all that follows it, never arrives. Small packets pass, large ones do not.',
    type: 'integer',
    minimum: 1,
    examples: [1300],
  },
  async *toClient(value, chunks, { signal }) {
    for await (const chunk of chunks) {
      // TCP delivers in order: behind a segment that is lost for ever nothing is heard.
      if (chunk.length > value) await aborted(signal);
      else yield chunk;
    }
  },
  // Nobody reads on to see the broker's end, so the client's end has to do.
  async *toBroker(_value, chunks, connection) {
    yield* chunks;
    connection.close();
  },
};
