import type { DnsFaultKind } from '../fault-kind.ts';

/** Never answers; a TCP connection stays open. */
export const silent: DnsFaultKind<true> = {
  schema: {
    description: 'Never answer: the client runs into its own timeout. A TCP connection stays open.',
    const: true,
    examples: [true],
  },
  packet: () => 'silence',
};
