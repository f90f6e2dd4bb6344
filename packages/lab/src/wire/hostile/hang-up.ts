import type { WireFaultKind } from '../fault-kind.ts';

/** Ends the connection in place of an answer, as Kafka does with a request whose version it does not speak. */
export const hangUp: WireFaultKind<true> = {
  schema: {
    description: 'End the connection in an orderly way, and answer nothing.',
    const: true,
    examples: [true],
  },
  send: async (_value, _frame, client) => {
    client.end();
  },
};
