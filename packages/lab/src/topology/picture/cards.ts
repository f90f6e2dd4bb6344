/** What a picture shows as a card: the members of VPCs, and what accounts hold beside them. */

import type { Named, ResolverRuleSpec, Topology } from '../model.ts';
import { resolverAddress } from '../plan/ipv4.ts';
import { part, type PartId, type Step } from './part.ts';

/** A card before it has a place. */
export interface Card {
  readonly id: PartId;
  /** What it is, in small letters above its name. */
  readonly kind: string;
  readonly name: string;
  readonly lines: readonly string[];
  /** Which way it stands on. */
  readonly tone: 'dns' | 'data' | 'client';
  /** null: between the accounts. */
  readonly account: string | null;
  /** null: in the account, outside its VPCs. */
  readonly vpc: string | null;
  /** In a VPC with two columns: towards the clients, or away from them. */
  readonly side: 'near' | 'far';
}

/** Every card. Resolvers of VPCs, zones that MSK keeps and public DNS are there where a way touches them. */
export function cardsOf(topology: Topology, steps: readonly Step[]): readonly Card[] {
  const touched = new Set(steps.flatMap(({ from, to }) => (to === null ? [from] : [from, to])));
  const implied = [...resolvers(topology), ...managedZones(topology), ...publicDns()];
  return [
    ...implied.filter(({ id }) => touched.has(id)),
    ...hostedZones(topology),
    ...rules(topology),
    ...resolverEndpoints(topology),
    ...clients(topology),
    ...interfaceEndpoints(topology),
    ...loadBalancers(topology),
    ...clusterEndpoints(topology),
    ...links(topology),
  ];
}

function resolvers({ vpcs }: Topology): readonly Card[] {
  return Object.entries(vpcs).map(
    ([vpc, { account, cidr, dnsSupport = true, dnsHostnames = true, firewall = {} }]) => ({
      id: part.resolver(vpc),
      kind: 'VPC resolver',
      name: resolverAddress(cidr),
      lines: [
        ...(dnsSupport ? [] : ['enableDnsSupport is off']),
        ...(dnsHostnames ? [] : ['enableDnsHostnames is off']),
        ...Object.values(firewall).flatMap(({ domains }) => domains.map((name) => `blocks ${name}`)),
      ],
      ...place('dns', account, vpc, 'far'),
    }),
  );
}

function managedZones({ clusters, vpcs }: Topology): readonly Card[] {
  return Object.entries(clusters).flatMap(([name, { endpoints }]) =>
    Object.keys(endpoints).map((vpc) => ({
      id: part.managed(name, vpc),
      kind: 'Zone kept by MSK',
      name: `names of ${name}`,
      lines: ['bootstrap and every broker'],
      ...place('dns', vpcs[vpc]?.account ?? '', vpc, 'far'),
    })),
  );
}

function publicDns(): readonly Card[] {
  const lines = ['no private name: NXDOMAIN'];
  return [
    { id: part.public, kind: 'Outside', name: 'public DNS', lines, ...place('dns', null, null, 'near') },
  ];
}

function hostedZones({ zones = {} }: Topology): readonly Card[] {
  return Object.entries(zones).map(([name, { account, apex, records, vpcs }]) => ({
    id: part.zone(name),
    kind: 'Private hosted zone',
    name,
    lines: [
      apex,
      ...Object.entries(records).map(([owner, value]) => `${owner} → ${target(value)}`),
      ...states(vpcs),
    ],
    ...place('dns', account, null, 'near'),
  }));
}

/** `alias:cluster/orders/core` is what is written; a reader wants `orders in core`. */
function target(value: string | readonly string[]): string {
  const values = typeof value === 'string' ? [value] : value;
  return values
    .map((text) => {
      const [kind, name = '', vpc = ''] = text.split('/');
      if (kind === 'alias:cluster') return `alias, ${name} in ${vpc}`;
      return kind === 'alias:endpoint' ? `alias, endpoint ${name}` : text;
    })
    .join(', ');
}

/** `associated: apps, billing`. */
function states(vpcs: Readonly<Record<string, string>>): readonly string[] {
  const kinds = [...new Set(Object.values(vpcs))];
  return kinds.map((state) => {
    const names = Object.keys(vpcs).filter((vpc) => vpcs[vpc] === state);
    return `${state}: ${names.join(', ')}`;
  });
}

function rules({ rules: all = {} }: Topology): readonly Card[] {
  return Object.entries(all).map(([name, rule]) => ({
    id: part.rule(name),
    kind: 'Forwarding rule',
    name,
    lines: ruleLines(rule),
    ...place('dns', rule.account, null, 'near'),
  }));
}

function ruleLines({ apex, region, shared = {}, targets, vpcs }: ResolverRuleSpec): readonly string[] {
  return [
    apex,
    `in ${region}, to ${targets.join(', ')}`,
    ...Object.entries(shared).map(([account, state]) => `RAM share with ${account}: ${state}`),
    ...states(vpcs),
  ];
}

function resolverEndpoints({ resolverEndpoints: all = {} }: Topology): readonly Card[] {
  return Object.entries(all).map(([name, { account, vpc, direction, addresses, dead = false }]) => ({
    id: part.resolverEndpoint(name),
    kind: direction === 'inbound' ? 'Inbound endpoint' : 'Outbound endpoint',
    name,
    lines: [...zonal(addresses), ...(dead ? ['nothing answers'] : [])],
    ...place('dns', account, vpc, 'near'),
  }));
}

function clients({ clients: all, clusters, vpcs }: Topology): readonly Card[] {
  const several = Object.keys(clusters).length > 1;
  return Object.entries(all).map(([name, { vpc, zone, address, cluster, nameserver }]) => ({
    id: part.client(name),
    kind: 'Client',
    name,
    lines: [
      `${zone}  ${address}`,
      ...(several ? [`wants ${cluster ?? Object.keys(clusters)[0]}`] : []),
      ...(nameserver === undefined ? [] : [`asks ${nameserver}`]),
    ],
    ...place('client', vpcs[vpc]?.account ?? '', vpc, 'near'),
  }));
}

function interfaceEndpoints({ interfaceEndpoints: all = {} }: Topology): readonly Card[] {
  return Object.entries(all).map(([name, { account, vpc, addresses }]) => ({
    id: part.endpoint(name),
    kind: 'Interface endpoint',
    name,
    lines: zonal(addresses),
    ...place('data', account, vpc, 'near'),
  }));
}

function loadBalancers({ loadBalancers: all = {} }: Topology): readonly Card[] {
  return Object.entries(all).map(([name, { account, vpc, addresses, targets }]) => ({
    id: part.balancer(name),
    kind: 'Network Load Balancer',
    name,
    lines: Object.entries(addresses).map(
      ([zone, address]) => `${zone}  ${address} → ${(targets[zone] ?? []).join(', ')}`,
    ),
    ...place('data', account, vpc, 'near'),
  }));
}

function clusterEndpoints({ clusters, vpcs }: Topology): readonly Card[] {
  return Object.entries(clusters).flatMap(([name, { account, endpoints }]) =>
    Object.entries(endpoints).map(([vpc, { addresses, dead = [] }]) => {
      const owner = vpcs[vpc]?.account ?? '';
      const lines = zonal(addresses).map((line) =>
        dead.some((zone) => line.startsWith(`${zone} `)) ? `${line} dead` : line,
      );
      const foreign = owner === account ? [] : [`cluster of ${account}`];
      return {
        id: part.cluster(name, vpc),
        kind: 'MSK Serverless',
        name,
        lines: [...lines, ...foreign],
        ...place('data', owner, vpc, 'far'),
      };
    }),
  );
}

function links({ links: all = {}, vpcs }: Topology): readonly Card[] {
  return Object.entries(all).map(([name, link]) => {
    if (link.kind === 'transit-gateway') {
      const lines = Object.entries(link.tables).flatMap(([table, routes]) =>
        tableLines(table, routes, link.attachments),
      );
      return {
        id: part.link(name),
        kind: 'Transit gateway',
        name,
        lines,
        ...place('data', link.account, null, 'near'),
      };
    }
    const [one, other] = link.between.map((vpc) => vpcs[vpc]?.account ?? '');
    const account = one === other ? (one ?? null) : null;
    const lines = [link.between.join(' ↔ ')];
    return { id: part.link(name), kind: 'VPC peering', name, lines, ...place('data', account, null, 'near') };
  });
}

function tableLines(
  table: string,
  routes: Readonly<Record<string, string>>,
  attachments: Readonly<Record<string, string>>,
): readonly string[] {
  const vpcs = Object.keys(attachments).filter((vpc) => attachments[vpc] === table);
  return [
    `${table}: ${vpcs.join(', ')}`,
    ...Object.entries(routes).map(([cidr, vpc]) => `  ${cidr} → ${vpc}`),
  ];
}

function zonal(addresses: Named<string>): readonly string[] {
  return Object.entries(addresses).map(([zone, address]) => `${zone}  ${address}`);
}

function place(
  tone: Card['tone'],
  account: string | null,
  vpc: string | null,
  side: Card['side'],
): Pick<Card, 'tone' | 'account' | 'vpc' | 'side'> {
  return { tone, account, vpc, side };
}
