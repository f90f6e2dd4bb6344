import type { DnsFaultKind } from '../fault-kind.ts';

/** Ends the TCP connection instead of answering. */
export const close: DnsFaultKind<true> = {
  schema: {
    description: 'End the TCP connection instead of answering. Over UDP this is silence.',
    const: true,
    examples: [true],
  },
  packet: () => 'close',
};
