/** KAF03: the principal may not see a topic, or may see it and neither read nor write it (KIP-430). */
import { ErrorCodes } from '../../../kafka/error-codes.ts';
import { resourceArn } from '../../arns.ts';
import type { Check } from '../check.ts';
import { allowedOperations, READ, WRITE } from './operations.ts';
import { topicCases } from './topics.ts';

export const kaf03: Check = {
  id: 'KAF03',
  layer: 'kafka',
  needs: ['expectation', 'hosts'],
  run: (facts) =>
    topicCases(facts, ({ name, errorCode, authorizedOperations }) => {
      const about = { subject: null, names: [name] };
      const topicArn = resourceArn(facts.expectation.clusterArn, 'topic', name);
      const values = topicArn === null ? {} : { topicArn };
      if (errorCode === ErrorCodes.TOPIC_AUTHORIZATION_FAILED) {
        const evidence = [`${name}: Metadata answers TOPIC_AUTHORIZATION_FAILED (29)`];
        return { ...about, status: 'fail', values, evidence };
      }
      if (errorCode === ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
        return { ...about, status: 'blocked', by: ['KAF02'] };
      if (authorizedOperations === null || errorCode !== ErrorCodes.NONE) {
        const note = `Metadata does not say what may be done to ${name}.`;
        return { ...about, status: 'unknown', note, settledBy: 'A produce or a fetch by the client itself.' };
      }
      const may = operationWords(authorizedOperations);
      const evidence = [
        `${name}: ${may} (Kafka's operations allowed: ${allowedOperations(authorizedOperations)})`,
      ];
      if ((authorizedOperations & (READ | WRITE)) === 0)
        return { ...about, status: 'fail', words: 'noData', values, evidence };
      return { ...about, status: 'pass', evidence };
    }),
};

function operationWords(bits: number): string {
  const words = [bits & READ ? 'read' : '', bits & WRITE ? 'write' : ''].filter((word) => word !== '');
  return words.length === 0 ? 'neither read nor write' : words.join(' and ');
}
