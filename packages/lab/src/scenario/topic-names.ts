import { problem, type ScenarioProblem } from './problem.ts';
import type { Scenario } from './scenario.ts';

/** Topics that Kafka would refuse, although each of them is well written. */
export function topicProblems({ kafka }: Scenario): readonly ScenarioProblem[] {
  const topics = kafka?.topics ?? [];
  return topics.flatMap(({ name }, index) => {
    const path = ['kafka', 'topics', index, 'name'];
    if (name === '.' || name === '..') return [problem(path, `another name than '${name}'`)];
    const same = topics.slice(0, index).find((other) => metric(other.name) === metric(name));
    if (same === undefined) return [];
    return [problem(path, `a name of its own; Kafka does not tell it from '${same.name}' before it`)];
  });
}

/** In Kafka's metrics a dot is an underscore, so it refuses names that differ in that alone. */
const metric = (name: string): string => name.replaceAll('.', '_');
