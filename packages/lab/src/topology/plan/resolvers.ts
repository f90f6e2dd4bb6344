/** Resolvers: a VPC's own, and those of Route 53 Resolver's endpoints. All of them unbound. */
import type { ResolverRuleSpec, Topology, VpcSpec } from '../model.ts';
import type { PlanContext } from './context.ts';
import { FABRIC, FABRIC_DEVICE, PUBLIC_DNS } from './fabric.ts';
import { HOOKS, ruleset, SILENT_OUTPUT } from './filter.ts';
import { resolverAddress } from './ipv4.ts';
import { type Member, vpcNamespace } from './members.ts';
import type { NamespacePlan, ProgramPlan } from './plan.ts';
import { LINK_LOCAL_RESOLVER } from './router-filter.ts';
import { type Blocked, type Forward, unboundConfig } from './unbound.ts';
import { memberBase } from './member-base.ts';
import type { DnsZone } from './zones.ts';

/** The resolver of a VPC, at its CIDR and two. */
export function vpcResolver(context: PlanContext, vpc: string): ProgramPlan {
  const { topology, fabric } = context;
  return {
    program: 'unbound',
    name: 'resolver',
    files: unboundConfig({
      listen: [resolverAddress(topology.vpcs[vpc]?.cidr ?? ''), LINK_LOCAL_RESOLVER],
      from: [fabric.leg(vpcNamespace(vpc))],
      clients: '0.0.0.0/0',
      forwards: forwardsOf(context, vpc),
      blocked: blockedIn(topology.vpcs[vpc]),
    }),
  };
}

function blockedIn({ firewall = {} }: Partial<VpcSpec> = {}): readonly Blocked[] {
  return Object.values(firewall).flatMap(({ domains, answer = 'nxdomain', override }) =>
    domains.map((domain) => ({
      apex: domain.replace(/^\*\./u, ''),
      answer: override === undefined ? answer : { cname: override },
    })),
  );
}

/**
 * Where a VPC's resolver sends which names. The most specific wins; of one name a rule comes before a zone, and a
 * zone of MSK's before a hosted one. A zone that matches is never passed over for the internet.
 */
export function forwardsOf(context: PlanContext, vpc: string): readonly Forward[] {
  const { topology, fabric, zones } = context;
  const byApex = new Map<string, readonly string[]>([['.', [PUBLIC_DNS]]]);
  for (const kind of ['hosted', 'managed'] as const)
    for (const zone of answering(topology, zones, vpc))
      if (zone.kind === kind) byApex.set(zone.apex, [fabric.view(zone.key)]);
  for (const [name, rule] of Object.entries(topology.rules ?? {}))
    if (isInForce(topology, rule, vpc)) byApex.set(rule.apex, [fabric.rule(name)]);
  return [...byApex].map(([apex, servers]) => ({ apex, servers }));
}

function answering(topology: Topology, zones: readonly DnsZone[], vpc: string): readonly DnsZone[] {
  return topology.vpcs[vpc]?.dnsHostnames === false ? [] : zones.filter(({ vpcs }) => vpcs.includes(vpc));
}

/** A rule takes queries only of VPCs of its own Region, whose account owns it or has accepted its share. */
export function isInForce({ vpcs }: Topology, rule: ResolverRuleSpec, vpc: string): boolean {
  const spec = vpcs[vpc];
  if (spec === undefined || rule.vpcs[vpc] !== 'associated' || spec.region !== rule.region) return false;
  return spec.account === rule.account || rule.shared?.[spec.account] === 'accepted';
}

/** An endpoint of Route 53 Resolver. */
export function resolverEndpointPlan(context: PlanContext, member: Member): NamespacePlan {
  const [, name = ''] = member.path;
  const spec = context.topology.resolverEndpoints?.[name];
  const base = memberBase(member);
  if (spec === undefined || spec.dead === true) return { ...base, filter: silent([]) };
  return spec.direction === 'inbound' ? inbound(context, member) : outbound(context, member, name);
}

/** Answers what the VPC's own resolver says. */
function inbound({ topology }: PlanContext, member: Member): NamespacePlan {
  const addresses = Object.values(member.addresses);
  const resolver = resolverAddress(topology.vpcs[member.vpc]?.cidr ?? '');
  const files = unboundConfig({
    listen: addresses,
    from: addresses,
    clients: '0.0.0.0/0',
    forwards: [{ apex: '.', servers: [resolver] }],
    keepsNothing: true,
  });
  return {
    ...memberBase(member),
    filter: silent(['meta l4proto { tcp, udp } th dport 53 accept']),
    programs: [{ program: 'unbound', name: 'inbound', files }],
  };
}

/** Takes the queries of each rule at an address of its own: two rules of one name may lead to different targets. */
function outbound(context: PlanContext, member: Member, name: string): NamespacePlan {
  const { topology, fabric } = context;
  const base = memberBase(member);
  const rules = Object.entries(topology.rules ?? {}).filter(([, { via }]) => via === name);
  return {
    ...base,
    addresses: [
      ...base.addresses,
      { address: `${fabric.leg(member.namespace)}/16`, device: FABRIC_DEVICE },
      ...rules.map(([rule]) => ({ address: `${fabric.rule(rule)}/32`, device: FABRIC_DEVICE })),
    ],
    filter: silent([`iifname "${FABRIC_DEVICE}" meta l4proto { tcp, udp } th dport 53 accept`]),
    programs: rules.map(([rule, spec]) => ({
      program: 'unbound',
      name: `rule-${rule}`,
      files: unboundConfig({
        listen: [fabric.rule(rule)],
        from: Object.values(member.addresses),
        clients: FABRIC,
        forwards: [{ apex: spec.apex, servers: targetsOf(topology, spec) }],
      }),
    })),
  };
}

function targetsOf({ resolverEndpoints = {} }: Topology, { targets }: ResolverRuleSpec): readonly string[] {
  return targets.flatMap((target) => Object.values(resolverEndpoints[target]?.addresses ?? { only: target }));
}

/** Answers what it is asked by those who may, and nobody else. */
function silent(accepted: readonly string[]): string {
  return ruleset([
    {
      name: 'input',
      hook: HOOKS.input,
      rules: ['iifname "lo" accept', 'ct state established,related accept', ...accepted],
    },
    SILENT_OUTPUT,
  ]);
}
