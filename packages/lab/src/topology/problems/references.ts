/** Names that lead nowhere. */
import { problem, type ScenarioProblem } from '../../scenario/problem.ts';
import type { Topology } from '../model.ts';

interface Reference {
  readonly path: readonly (string | number)[];
  readonly name: string | undefined;
  readonly kind: 'accounts' | 'vpcs' | 'clusters' | 'loadBalancers' | 'clients' | 'resolverEndpoints';
}

const WORDS: Readonly<Record<Reference['kind'], string>> = {
  accounts: 'an account',
  vpcs: 'a VPC',
  clusters: 'a cluster',
  loadBalancers: 'a load balancer',
  clients: 'a client',
  resolverEndpoints: 'an endpoint',
};

/** Whatever is named somewhere and is nowhere. */
export function referenceProblems(topology: Topology): readonly ScenarioProblem[] {
  return [...owned(topology), ...placed(topology), ...keyed(topology), ...looked(topology)].flatMap(
    ({ path, name, kind }) => {
      const there = Object.keys(topology[kind] ?? {});
      if (name === undefined || there.includes(name)) return [];
      return [
        problem(path, `the name of ${WORDS[kind]} (${there.join(', ') || 'there is none'}), not ${name}`),
      ];
    },
  );
}

const SECTIONS = [
  'vpcs',
  'clusters',
  'loadBalancers',
  'interfaceEndpoints',
  'zones',
  'resolverEndpoints',
  'rules',
] as const;

function owned(topology: Topology): readonly Reference[] {
  const gateways = Object.entries(topology.links ?? {}).flatMap(([name, link]): Reference[] =>
    link.kind === 'peering'
      ? []
      : [{ path: ['links', name, 'account'], name: link.account, kind: 'accounts' }],
  );
  return [
    ...SECTIONS.flatMap((section) =>
      Object.entries(topology[section] ?? {}).map(([name, { account }]): Reference => ({
        path: [section, name, 'account'],
        name: account,
        kind: 'accounts',
      })),
    ),
    ...gateways,
  ];
}

function placed(topology: Topology): readonly Reference[] {
  const sections = ['loadBalancers', 'interfaceEndpoints', 'resolverEndpoints', 'clients'] as const;
  return [
    ...sections.flatMap((section) =>
      Object.entries(topology[section] ?? {}).map(([name, { vpc }]): Reference => ({
        path: [section, name, 'vpc'],
        name: vpc,
        kind: 'vpcs',
      })),
    ),
    ...Object.entries(topology.interfaceEndpoints ?? {}).map(([name, { service }]): Reference => ({
      path: ['interfaceEndpoints', name, 'service'],
      name: service,
      kind: 'loadBalancers',
    })),
    ...Object.entries(topology.clients).map(([name, { cluster }]): Reference => ({
      path: ['clients', name, 'cluster'],
      name: cluster,
      kind: 'clusters',
    })),
  ];
}

/** Names that are keys. */
function keyed(topology: Topology): readonly Reference[] {
  const keys = (
    path: readonly string[],
    of: object | undefined,
    kind: Reference['kind'],
  ): readonly Reference[] => Object.keys(of ?? {}).map((name) => ({ path: [...path, name], name, kind }));
  return [
    ...Object.entries(topology.clusters).flatMap(([name, { endpoints }]) =>
      keys(['clusters', name, 'endpoints'], endpoints, 'vpcs'),
    ),
    ...Object.entries(topology.zones ?? {}).flatMap(([name, { vpcs }]) =>
      keys(['zones', name, 'vpcs'], vpcs, 'vpcs'),
    ),
    ...Object.entries(topology.rules ?? {}).flatMap(([name, { vpcs, shared, via }]): Reference[] => [
      ...keys(['rules', name, 'vpcs'], vpcs, 'vpcs'),
      ...keys(['rules', name, 'shared'], shared, 'accounts'),
      { path: ['rules', name, 'via'], name: via, kind: 'resolverEndpoints' },
    ]),
  ];
}

function looked({ works, changes = {}, faults = {} }: Topology): readonly Reference[] {
  const groups = [
    { path: ['works'], looks: works },
    ...Object.entries(changes).map(([name, { looks }]) => ({ path: ['changes', name, 'looks'], looks })),
    ...Object.entries(faults).map(([name, { looks }]) => ({ path: ['faults', name, 'looks'], looks })),
  ];
  return groups.flatMap(({ path, looks }) =>
    looks.map(({ client }, index): Reference => ({
      path: [...path, index, 'client'],
      name: client,
      kind: 'clients',
    })),
  );
}
