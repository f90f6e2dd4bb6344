import type { DnsFaultKind } from '../fault-kind.ts';

/** Gives every record of an answer another TTL. */
export const ttl: DnsFaultKind<number> = {
  schema: {
    description:
      'Give every record of the answer this TTL in seconds, the SOA of a negative answer included.',
    type: 'integer',
    minimum: 0,
    maximum: 2_147_483_647,
    examples: [0, 86_400],
  },
  answer: (value, answer) => ({
    ...answer,
    answers: answer.answers.map((record) => ({ ...record, ttl: value })),
    authorities: answer.authorities.map((record) => ({ ...record, ttl: value })),
  }),
};
