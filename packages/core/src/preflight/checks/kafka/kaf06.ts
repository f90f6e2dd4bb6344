/** KAF06: another cluster answers than the one that was asked for. */
import { parseMskName } from '../../../config/msk-name.ts';
import type { Facts } from '../../facts.ts';
import type { Case, Check } from '../check.ts';

export const kaf06: Check = {
  id: 'KAF06',
  layer: 'kafka',
  needs: ['endpoint', 'metadata', 'hosts'],
  run: ({ endpoint, metadata, hosts }) => {
    if (metadata.outcome !== 'ok') return [{ status: 'blocked', subject: null, waitsFor: 'metadata' }];
    const foreign = foreignNames(endpoint, metadata.value.brokers);
    const strangers = foreignClusterIds(metadata.value.clusterId, hosts);
    const cases = [...foreign, ...strangers];
    if (cases.length > 0) return cases;
    const { clusterId, from } = metadata.value;
    return [
      {
        status: 'pass',
        subject: null,
        names: [from],
        evidence: clusterId === null ? [] : [`cluster id ${clusterId}`],
      },
    ];
  },
};

/** Brokers under names of MSK that carry another cluster's id. */
function foreignNames(
  endpoint: Facts['endpoint'],
  brokers: readonly { readonly host: string }[],
): readonly Case[] {
  if (endpoint.clusterId === null) return [];
  return brokers.flatMap(({ host }): readonly Case[] => {
    const name = parseMskName(host);
    if (name === null || name.clusterId === endpoint.clusterId) return [];
    const values = { foreignId: name.clusterId };
    return [
      {
        status: 'fail',
        subject: host,
        values,
        evidence: [`advertised ${host}, asked for ${endpoint.clusterId}`],
      },
    ];
  });
}

/** Hosts whose own Metadata carries another cluster id than the first answer's. */
function foreignClusterIds(expected: string | null, hosts: Facts['hosts']): readonly Case[] {
  if (expected === null) return [];
  return hosts.flatMap(({ host, paths }): readonly Case[] => {
    for (const { metadata } of paths) {
      const foreignId = metadata.outcome === 'ok' ? metadata.value.clusterId : null;
      if (foreignId === null || foreignId === expected) continue;
      const evidence = [`${host}: cluster id ${foreignId}, first answer ${expected}`];
      return [
        {
          status: 'fail',
          subject: host,
          words: 'clusterIds',
          values: { foreignId, expectedId: expected },
          evidence,
        },
      ];
    }
    return [];
  });
}
