import type { WireFaultKind } from '../fault-kind.ts';

/** Names one broker less: what a broker says that has not heard of the newest one. */
export const withoutLastBroker: WireFaultKind<true> = {
  schema: {
    description: 'Metadata leaves out the last broker.',
    const: true,
    examples: [true],
  },
  answer: (_value, answer) =>
    answer.api === 'Metadata' ? { ...answer, brokers: answer.brokers.slice(0, -1) } : answer,
};
