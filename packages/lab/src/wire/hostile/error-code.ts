import type { WireFaultKind } from '../fault-kind.ts';

/** Answers with an error code. */
export const errorCode: WireFaultKind<number> = {
  schema: {
    description:
      'Answer with this error code. Metadata has one of its own from version 13 on; before, every topic has it, and a topic `unknown` where none was asked for.',
    type: 'integer',
    minimum: -32_768,
    maximum: 32_767,
    examples: [9999, -1],
  },
  answer: (value, answer) => {
    if (answer.api === 'DescribeGroups')
      return { ...answer, groups: answer.groups.map((group) => ({ ...group, errorCode: value })) };
    if (answer.api !== 'Metadata') return { ...answer, errorCode: value };
    const none = { name: 'unknown', errorCode: value, partitions: 0, authorizedOperations: null };
    const topics = answer.topics.length === 0 ? [none] : answer.topics;
    return { ...answer, errorCode: value, topics: topics.map((topic) => ({ ...topic, errorCode: value })) };
  },
};
