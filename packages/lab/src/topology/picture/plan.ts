/** Who stands beside whom: clients to the left, what lies between in the middle, clusters to the right. */
import type { Topology } from '../model.ts';
import type { Card } from './cards.ts';

/** Columns of the picture, from left to right. */
export const GROUPS = ['clients', 'middle', 'clusters'] as const;
export type Group = (typeof GROUPS)[number];

/** A VPC and its cards; `far` is empty in a VPC of one column. */
export interface VpcPlan {
  readonly name: string;
  readonly near: readonly Card[];
  readonly far: readonly Card[];
}

/** What an account has in one group: cards above its VPCs, the VPCs, cards below. */
export interface Cell {
  readonly top: readonly Card[];
  readonly vpcs: readonly VpcPlan[];
  readonly bottom: readonly Card[];
}

/** An account: a cell in each group that it has something in. */
export interface AccountPlan {
  readonly name: string;
  readonly cells: ReadonlyMap<Group, Cell>;
}

/** Everything, in the order of the file. */
export interface Plan {
  readonly accounts: readonly AccountPlan[];
  /** Cards of no account: above and below what the middle holds. */
  readonly above: readonly Card[];
  readonly below: readonly Card[];
}

/** Sorts cards into accounts, groups and VPCs. */
export function planOf(topology: Topology, cards: readonly Card[]): Plan {
  const homeless = cards.filter(({ account }) => account === null);
  const accounts = Object.keys(topology.accounts).map((name) => accountPlan(topology, name, cards));
  return {
    accounts: accounts.filter(({ cells }) => cells.size > 0),
    above: homeless.filter(({ tone }) => tone === 'dns'),
    below: homeless.filter(({ tone }) => tone !== 'dns'),
  };
}

function accountPlan(topology: Topology, name: string, cards: readonly Card[]): AccountPlan {
  const own = cards.filter(({ account, vpc }) => account === name && vpc === null);
  const vpcs = Object.keys(topology.vpcs).filter((vpc) => topology.vpcs[vpc]?.account === name);
  const groups = new Set(vpcs.map((vpc) => groupOf(topology, vpc)));
  const spans = groups.has('clients') && groups.has('clusters');
  const home = GROUPS.findLast((group) => groups.has(group)) ?? 'middle';
  const cells = GROUPS.map((group): readonly [Group, Cell] => [
    group,
    {
      top: group === home ? own.filter(({ tone }) => tone === 'dns') : [],
      vpcs: vpcs.filter((vpc) => groupOf(topology, vpc) === group).map((vpc) => vpcPlan(vpc, group, cards)),
      bottom: group === (spans ? 'middle' : home) ? own.filter(({ tone }) => tone !== 'dns') : [],
    },
  ]);
  return {
    name,
    cells: new Map(cells.filter(([, { top, vpcs, bottom }]) => top.length + vpcs.length + bottom.length > 0)),
  };
}

/** A VPC with a cluster stands right, unless it is a client's own and the cluster it wants is elsewhere. */
function groupOf({ vpcs, clients, clusters }: Topology, vpc: string): Group {
  const hasClient = (name: string): boolean => Object.values(clients).some((client) => client.vpc === name);
  const hasCluster = (name: string): boolean =>
    Object.values(clusters).some(({ endpoints }) => endpoints[name] !== undefined);
  const pure = Object.keys(vpcs).some((name) => hasCluster(name) && !hasClient(name));
  if (hasCluster(vpc) && !(hasClient(vpc) && pure)) return 'clusters';
  return hasClient(vpc) ? 'clients' : 'middle';
}

/** Questions go from outbound to inbound. */
const KINDS: readonly string[] = [
  'resolver',
  'managed',
  'resolver-endpoint',
  'client',
  'endpoint',
  'balancer',
  'cluster',
];

function vpcPlan(name: string, group: Group, cards: readonly Card[]): VpcPlan {
  const own = cards.filter(({ vpc }) => vpc === name).sort((a, b) => rank(a) - rank(b));
  if (group !== 'clusters') return { name, near: own, far: [] };
  return {
    name,
    near: own.filter(({ side }) => side === 'near'),
    far: own.filter(({ side }) => side === 'far'),
  };
}

function rank({ id, kind }: Card): number {
  return KINDS.indexOf(id.slice(0, id.indexOf('/'))) * 2 + (kind === 'Inbound endpoint' ? 1 : 0);
}
