/** KAF02: a topic that was asked about does not exist. */
import { ErrorCodes } from '../../../kafka/error-codes.ts';
import type { Check } from '../check.ts';
import { topicCases } from './topics.ts';

export const kaf02: Check = {
  id: 'KAF02',
  layer: 'kafka',
  needs: ['expectation', 'hosts'],
  run: (facts) =>
    topicCases(facts, ({ name, errorCode, partitions }) => {
      const about = { subject: null, names: [name] };
      if (errorCode === ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION) {
        const evidence = [`${name}: Metadata answers UNKNOWN_TOPIC_OR_PARTITION (3)`];
        return { ...about, status: 'fail', values: { topic: name }, evidence };
      }
      if (errorCode === ErrorCodes.TOPIC_AUTHORIZATION_FAILED)
        return { ...about, status: 'blocked', by: ['KAF03'] };
      if (errorCode === ErrorCodes.NONE)
        return { ...about, status: 'pass', evidence: [`${name}: ${partitions} partitions`] };
      const note = `Metadata answers error ${errorCode} for ${name}.`;
      return { ...about, status: 'unknown', note, settledBy: 'Another look.' };
    }),
};
