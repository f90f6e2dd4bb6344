import { MskReachError } from '@msk-reach/core';
import type { RunningCluster } from './cluster-parts.ts';
import type { TopicSection } from './scenario.ts';

/** Creates topics before any client comes. */
export async function createTopics(_cluster: RunningCluster, topics: readonly TopicSection[]): Promise<void> {
  if (topics.length > 0) throw new MskReachError('INTERNAL', 'kafka.topics: not built yet');
}
