import type { ResourceRecord } from '../answer.ts';
import type { DnsFaultKind } from '../fault-kind.ts';

/** Gives the records in another order each time, and a part of them at a time. */
export const shuffle: DnsFaultKind<number> = {
  schema: {
    description:
      'Give the records of the answer in a random order, and no more than this many of them: what servers do that share load by DNS.',
    type: 'integer',
    minimum: 1,
    maximum: 256,
    examples: [256, 1],
  },
  answer: (value, answer, { random }) => ({
    ...answer,
    answers: shuffled(answer.answers, random(answer.answers.length)).slice(0, value),
  }),
};

function shuffled(records: readonly ResourceRecord[], keys: Buffer): readonly ResourceRecord[] {
  return records
    .map((record, index) => ({ record, key: keys[index] ?? 0 }))
    .toSorted((left, right) => left.key - right.key)
    .map(({ record }) => record);
}
