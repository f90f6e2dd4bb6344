import type { WireFaultKind } from '../fault-kind.ts';

/** Names one id for two brokers. */
export const duplicateBrokerIds: WireFaultKind<true> = {
  schema: {
    description: 'Metadata gives the second broker the id of the first; a single broker is named twice.',
    const: true,
    examples: [true],
  },
  answer: (_value, answer) => {
    if (answer.api !== 'Metadata') return answer;
    const [first, second = first, ...others] = answer.brokers;
    if (first === undefined || second === undefined) return answer;
    return { ...answer, brokers: [first, { ...second, id: first.id }, ...others] };
  },
};
