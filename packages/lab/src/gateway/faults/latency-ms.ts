import { delayed } from '../delayed.ts';
import type { GatewayFaultKind } from '../fault-kind.ts';

/** A long way between client and broker. */
export const latencyMs: GatewayFaultKind<number> = {
  schema: {
    description: 'Take this many milliseconds each way for every byte; a round trip takes twice as long.',
    type: 'integer',
    minimum: 1,
    maximum: 60_000,
    examples: [150],
  },
  toClient: (value, chunks, { signal }) => delayed(chunks, value, signal),
  toBroker: (value, chunks, { signal }) => delayed(chunks, value, signal),
};
