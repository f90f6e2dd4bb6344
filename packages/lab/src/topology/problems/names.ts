/** Zones, rules and clusters that cannot be. */
import { problem, type ScenarioProblem } from '../../scenario/problem.ts';
import type { ResolverRuleSpec, Topology } from '../model.ts';
import { addressNumber } from '../plan/ipv4.ts';
import { aliasAddresses } from '../plan/zones.ts';

/** All about names. */
export function nameProblems(topology: Topology): readonly ScenarioProblem[] {
  return [
    ...aliasProblems(topology),
    ...twice(topology),
    ...Object.entries(topology.rules ?? {}).flatMap(([name, rule]) => ruleProblems(topology, name, rule)),
    ...clusterProblems(topology),
    ...nameserverProblems(topology),
  ];
}

function aliasProblems(topology: Topology): readonly ScenarioProblem[] {
  return Object.entries(topology.zones ?? {}).flatMap(([zone, { records }]) =>
    Object.entries(records).flatMap(([name, value]) => {
      const path = ['zones', zone, 'records', name];
      if (typeof value === 'string' && value.startsWith('alias:'))
        return aliasAddresses(topology, value) === undefined
          ? [problem(path, `an alias of what is there, not ${value}`)]
          : [];
      const wrong = [value].flat().find((address) => addressNumber(address) === undefined);
      return wrong === undefined ? [] : [problem(path, `addresses, not ${wrong}`)];
    }),
  );
}

/** AWS refuses a second zone, or a second rule, of one name for one VPC (ConflictingDomainExists). */
function twice({ zones = {}, rules = {} }: Topology): readonly ScenarioProblem[] {
  return [...repeated('zones', zones, 'a zone'), ...repeated('rules', rules, 'a rule')];
}

function repeated(
  section: string,
  specs: Readonly<Record<string, { readonly apex: string; readonly vpcs: Readonly<Record<string, string>> }>>,
  what: string,
): readonly ScenarioProblem[] {
  const seen = new Map<string, string>();
  return Object.entries(specs).flatMap(([name, { apex, vpcs }]) =>
    Object.entries(vpcs).flatMap(([vpc, state]) => {
      if (state !== 'associated') return [];
      const before = seen.get(`${vpc} ${apex}`);
      seen.set(`${vpc} ${apex}`, name);
      if (before === undefined) return [];
      return [
        problem([section, name, 'vpcs', vpc], `a VPC without ${what} for ${apex}: it has ${before} already`),
      ];
    }),
  );
}

function ruleProblems(
  topology: Topology,
  name: string,
  { via, targets, region }: ResolverRuleSpec,
): readonly ScenarioProblem[] {
  const endpoints = topology.resolverEndpoints ?? {};
  const outbound = endpoints[via];
  const inbound = Object.keys(endpoints).filter((one) => endpoints[one]?.direction === 'inbound');
  const at = outbound === undefined ? undefined : topology.vpcs[outbound.vpc]?.region;
  return [
    ...(outbound?.direction === 'inbound'
      ? [problem(['rules', name, 'via'], `an outbound endpoint, not ${via}`)]
      : []),
    ...(at === undefined || at === region
      ? []
      : [problem(['rules', name, 'region'], `the Region of its endpoint, ${at}, not ${region}`)]),
    ...targets.flatMap((target, index) =>
      inbound.includes(target) || addressNumber(target) !== undefined
        ? []
        : [
            problem(
              ['rules', name, 'targets', index],
              `an inbound endpoint (${inbound.join(', ')}) or an address, not ${target}`,
            ),
          ],
    ),
  ];
}

function clusterProblems({ clusters }: Topology): readonly ScenarioProblem[] {
  const all = Object.entries(clusters);
  return all.flatMap(([name, { id, endpoints }], index) => [
    ...(all.slice(0, index).some(([, before]) => before.id === id)
      ? [problem(['clusters', name, 'id'], `another id than ${id}, which a cluster before it has`)]
      : []),
    ...Object.entries(endpoints).flatMap(([vpc, { addresses, dead = [] }]) =>
      dead.flatMap((zone, at) =>
        addresses[zone] === undefined
          ? [
              problem(
                ['clusters', name, 'endpoints', vpc, 'dead', at],
                `one of its zones (${Object.keys(addresses).join(', ')})`,
              ),
            ]
          : [],
      ),
    ),
  ]);
}

function nameserverProblems({ clients }: Topology): readonly ScenarioProblem[] {
  return Object.entries(clients).flatMap(([name, { nameserver }]) =>
    nameserver === undefined || nameserver === 'public' || addressNumber(nameserver) !== undefined
      ? []
      : [problem(['clients', name, 'nameserver'], `an address, or public, not ${nameserver}`)],
  );
}
