/** What leads on at layer 4: a cluster's endpoint, a load balancer, an interface endpoint. Nobody there accepts by himself. */
import type { ClusterEndpointSpec, InterfaceEndpointSpec, LoadBalancerSpec } from '../model.ts';
import type { PlanContext } from './context.ts';
import { FABRIC_DEVICE } from './fabric.ts';
import { type Chain, chainName, HOOKS, ruleset, SILENT_OUTPUT } from './filter.ts';
import type { Member } from './members.ts';
import { MEMBER_DEVICE, memberBase } from './member-base.ts';
import type { NamespacePlan } from './plan.ts';

/** The port of MSK Serverless, and of a load balancer that says no other. */
const KAFKA_PORT = 9098;

/** What a rule of one address is made of. */
interface Lead {
  /** Where packets come to. */
  readonly at: string;
  readonly port: number;
  /** What is done with them there. */
  readonly verdict: string;
}

/** The endpoint of a cluster: each address leads to the cluster in that zone. */
function clusterEndpointPlan(
  context: PlanContext,
  member: Member,
  cluster: string,
  { addresses, dead = [] }: ClusterEndpointSpec,
): NamespacePlan {
  const leads = Object.entries(addresses).flatMap(([zone, at]): Lead[] =>
    dead.includes(zone)
      ? []
      : [
          {
            at,
            port: KAFKA_PORT,
            verdict: `dnat to ${context.fabric.clusterZone(cluster, zone)}:${KAFKA_PORT}`,
          },
        ],
  );
  return withLeads(context, member, { leads, sources: [`oifname "${FABRIC_DEVICE}" masquerade`] });
}

/** An interface endpoint: each address leads to its load balancer in the same zone. */
function interfaceEndpointPlan(
  context: PlanContext,
  member: Member,
  { addresses, service }: InterfaceEndpointSpec,
): NamespacePlan {
  const balancer = context.topology.loadBalancers?.[service];
  const port = balancer?.port ?? KAFKA_PORT;
  const leads = Object.entries(addresses).flatMap(([zone, at]): Lead[] =>
    balancer?.addresses[zone] === undefined
      ? []
      : [{ at, port, verdict: `dnat to ${context.fabric.loadBalancer(service, zone)}:${port}` }],
  );
  return withLeads(context, member, { leads, sources: [`oifname "${FABRIC_DEVICE}" masquerade`] });
}

/** A load balancer: targets of the zone in turn, dead ones too; they see its own address. */
function loadBalancerPlan(
  context: PlanContext,
  member: Member,
  name: string,
  { addresses, port = KAFKA_PORT, targets }: LoadBalancerSpec,
): NamespacePlan {
  const zones = Object.entries(addresses).map(([zone, own]) => ({
    own,
    fabric: context.fabric.loadBalancer(name, zone),
    chain: chainName('targets', zone),
    targets: (targets[zone] ?? []).map((target) =>
      target.includes(':') ? target : `${target}:${KAFKA_PORT}`,
    ),
  }));
  const used = zones.filter((zone) => zone.targets.length > 0);
  const plan = withLeads(context, member, {
    leads: used.flatMap(({ own, fabric, chain }) =>
      [own, fabric].map((at) => ({ at, port, verdict: `goto ${chain}` })),
    ),
    sources: zones.map(
      ({ own, fabric }) =>
        `oifname "${MEMBER_DEVICE}" ct original ip daddr { ${own}, ${fabric} } snat to ${own}`,
    ),
    more: used.flatMap((zone) => inTurn(zone.chain, zone.targets)),
  });
  const listening = zones.map(({ fabric }) => ({ address: `${fabric}/32`, device: FABRIC_DEVICE }));
  return { ...plan, addresses: [...plan.addresses, ...listening] };
}

function inTurn(chain: string, targets: readonly string[]): readonly Chain[] {
  const each = targets.map((target, index) => ({
    name: `${chain}_${index}`,
    rules: [`meta l4proto tcp dnat to ${target}`],
  }));
  const turns = each.map(({ name }, index) => `${index} : goto ${name}`).join(', ');
  return [...each, { name: chain, rules: [`numgen inc mod ${targets.length} vmap { ${turns} }`] }];
}

interface Leads {
  readonly leads: readonly Lead[];
  /** How what leaves gets its source. */
  readonly sources: readonly string[];
  readonly more?: readonly Chain[];
}

function withLeads(
  context: PlanContext,
  member: Member,
  { leads, sources, more = [] }: Leads,
): NamespacePlan {
  const base = memberBase(member);
  return {
    ...base,
    forwards: true,
    addresses: [
      ...base.addresses,
      { address: `${context.fabric.leg(member.namespace)}/16`, device: FABRIC_DEVICE },
    ],
    filter: ruleset([
      ...more,
      {
        name: 'destinations',
        hook: HOOKS.dstnat,
        rules: leads.map(({ at, port, verdict }) => `ip daddr ${at} tcp dport ${port} ${verdict}`),
      },
      { name: 'sources', hook: HOOKS.srcnat, rules: sources },
      { name: 'input', hook: HOOKS.input, rules: [] },
      SILENT_OUTPUT,
      {
        name: 'forward',
        hook: HOOKS.forward,
        // An address that leads nowhere any more ends its open connections too.
        rules: leads.map(
          ({ at, port }) =>
            `ct original ip daddr ${at} meta l4proto tcp ct original proto-dst ${port} accept`,
        ),
      },
    ]),
  };
}

/** The plan of one of them; undefined for another kind of member. */
export function endpointPlan(context: PlanContext, member: Member): NamespacePlan | undefined {
  const { topology } = context;
  const { kind, path } = member;
  const [, name = '', , vpc = ''] = path;
  if (kind === 'cluster')
    return planned(topology.clusters[name]?.endpoints[vpc], (spec) =>
      clusterEndpointPlan(context, member, name, spec),
    );
  if (kind === 'load-balancer')
    return planned(topology.loadBalancers?.[name], (spec) => loadBalancerPlan(context, member, name, spec));
  return planned(topology.interfaceEndpoints?.[name], (spec) => interfaceEndpointPlan(context, member, spec));
}

function planned<T>(spec: T | undefined, plan: (spec: T) => NamespacePlan): NamespacePlan | undefined {
  return spec === undefined ? undefined : plan(spec);
}
