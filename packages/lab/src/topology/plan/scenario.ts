/** The scenario that the service of a topology runs. */
import { type Scenario, SCENARIO_SCHEMA, type TopicSection } from '../../scenario/scenario.ts';
import type { Topology } from '../model.ts';
import { clusterZonesOf } from './fabric.ts';
import { brokersOf } from './zones.ts';

/**
 * Clusters, identities and files; names and ways are the topology's own.
 *
 * @param topics of the first cluster; brokers with topics are not handed on to the next topology
 */
export function serviceScenario(topology: Topology, topics: readonly TopicSection[] = []): Scenario {
  const { iam, sts, files } = topology;
  const names = Object.keys(topology.clusters);
  const region = sts?.region;
  return {
    schema: SCENARIO_SCHEMA,
    name: 'topology',
    clusters: Object.entries(topology.clusters).map(([name, cluster]) => {
      const { id, shard, region } = cluster;
      const account = topology.accounts[cluster.account]?.id ?? '';
      return { name, id, shard, region, account, brokers: brokersOf(cluster) };
    }),
    ...(iam === undefined ? {} : { iam }),
    ...(region === undefined ? {} : { sts: { region } }),
    ...(files === undefined ? {} : { files }),
    dns: { zones: [] },
    // A zone more may come by a patch.
    network: {
      ...topology.network,
      zones: Math.max(3, ...names.map((name) => clusterZonesOf(topology, name).length)),
    },
    kafka: { topics },
  };
}
