/** What Metadata said of the topics that were asked about. */
import type { TopicMetadata } from '../../../kafka/types.ts';
import type { Facts } from '../../facts.ts';
import type { Case } from '../check.ts';

export type TopicFacts = Pick<Facts, 'expectation' | 'hosts'>;

/** One case for each topic that was asked about; how it is judged is the check's own. */
export function topicCases(
  { expectation, hosts }: TopicFacts,
  judge: (topic: TopicMetadata) => Case,
): readonly Case[] {
  if (expectation.topics.length === 0)
    return [{ status: 'skip', subject: null, note: 'No topic was given (--topic).' }];
  const answered = hosts.flatMap(({ paths }) =>
    paths.flatMap(({ metadata }) => (metadata.outcome === 'ok' ? metadata.value.topics : [])),
  );
  return expectation.topics.map((name): Case => {
    const topic = answered.find((candidate) => candidate.name === name);
    if (topic !== undefined) return judge(topic);
    return { status: 'blocked', subject: null, names: [name], waitsFor: 'metadata' };
  });
}
