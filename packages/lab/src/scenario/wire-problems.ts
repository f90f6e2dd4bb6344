import type { LabCluster } from './cluster.ts';
import { problem, type ScenarioProblem } from './problem.ts';
import type { Scenario } from './scenario.ts';

/** What a schema cannot say about the wire engine. */
export function wireProblems(
  { wire, engine }: Scenario,
  clusters: readonly LabCluster[],
): readonly ScenarioProblem[] {
  if (wire === undefined) return [];
  if (engine !== 'wire') return [problem(['wire'], 'nothing, or "engine": "wire" beside it')];
  const ids = new Set<number | 'bootstrap'>(
    clusters.flatMap(({ brokers }) => brokers.map(({ id }) => id)),
  ).add('bootstrap');
  return (wire.faults ?? []).flatMap(({ brokers = [] }, index) =>
    brokers.flatMap((broker, at) =>
      ids.has(broker)
        ? []
        : [problem(['wire', 'faults', index, 'brokers', at], `the id of a broker (${some(ids)})`)],
    ),
  );
}

/** There may be thousands. */
function some(ids: ReadonlySet<number | 'bootstrap'>): string {
  const all = [...ids].map(String);
  return all.length <= 10 ? all.join(', ') : `${all.slice(0, 9).join(', ')} and ${all.length - 9} more`;
}
