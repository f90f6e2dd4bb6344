import type { WireFaultKind } from '../fault-kind.ts';

/** Ends the connection in the middle of the answer. */
export const truncated: WireFaultKind<true> = {
  schema: {
    description: 'Send half of the answer and end the connection in an orderly way.',
    const: true,
    examples: [true],
  },
  send: async (_value, frame, client) => {
    client.end(frame.subarray(0, Math.ceil(frame.length / 2)));
  },
};
