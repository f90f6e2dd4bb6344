import type { DnsFaultKind } from '../fault-kind.ts';

/** Cuts off UDP answers, so that the client has to come back over TCP. */
export const truncate: DnsFaultKind<true> = {
  schema: {
    description: 'Answer over UDP with the TC flag and no records; over TCP in full.',
    const: true,
    examples: [true],
  },
  answer: (_value, answer, { via }) => (via === 'udp' ? { ...answer, truncated: true } : answer),
};
