/** A topology as namespaces: pure. */
import type { ClientSpec, Topology } from '../model.ts';
import type { PlanContext, ServiceFacts } from './context.ts';
import { endpointPlan } from './endpoints.ts';
import { fabricOf, PUBLIC_DNS } from './fabric.ts';
import { resolverAddress } from './ipv4.ts';
import { gatewayPlans, linkCables } from './links.ts';
import { type Member, members, vpcNamespace } from './members.ts';
import type { NamespacePlan, TopologyPlan } from './plan.ts';
import { resolverEndpointPlan } from './resolvers.ts';
import { fabricCables, SERVICE, servicePlan } from './service.ts';
import { memberBase } from './member-base.ts';
import { memberCables, vpcPlan } from './vpc.ts';
import { dnsZones } from './zones.ts';

/**
 * Plans a topology.
 *
 * @param service where the service listens; undefined while it starts: then nothing leads there yet
 */
export function planTopology(topology: Topology, service?: ServiceFacts): TopologyPlan {
  const all = members(topology);
  const plugged = [
    ...Object.keys(topology.vpcs).map(vpcNamespace),
    ...all.filter((member) => isPlugged(topology, member)).map(({ namespace }) => namespace),
  ];
  const zones = dnsZones(topology);
  const fabric = fabricOf(
    topology,
    plugged,
    zones.map(({ key }) => key),
  );
  const context: PlanContext = { topology, members: all, zones, fabric, service };
  return {
    namespaces: {
      [SERVICE]: servicePlan(context, plugged),
      ...gatewayPlans(topology),
      ...Object.fromEntries(
        Object.keys(topology.vpcs).map((name) => [vpcNamespace(name), vpcPlan(context, name)]),
      ),
      ...Object.fromEntries(all.map((member) => [member.namespace, memberPlan(context, member)])),
    },
    cables: [...fabricCables(plugged), ...memberCables(context), ...linkCables(topology)],
  };
}

/** Who has a leg in AWS's own network. */
function isPlugged({ resolverEndpoints = {} }: Topology, { kind, path }: Member): boolean {
  if (kind === 'client') return false;
  return kind !== 'resolver-endpoint' || resolverEndpoints[path[1] ?? '']?.direction === 'outbound';
}

function memberPlan(context: PlanContext, member: Member): NamespacePlan {
  if (member.kind === 'resolver-endpoint') return resolverEndpointPlan(context, member);
  const client = member.kind === 'client' ? context.topology.clients[member.path[1] ?? ''] : undefined;
  if (client !== undefined) return { ...memberBase(member), etc: etcOf(context.topology, client) };
  return endpointPlan(context, member) ?? memberBase(member);
}

function etcOf({ vpcs }: Topology, { vpc, nameserver }: ClientSpec): NamespacePlan['etc'] {
  const own = resolverAddress(vpcs[vpc]?.cidr ?? '');
  const server = nameserver === 'public' ? PUBLIC_DNS : (nameserver ?? own);
  return {
    'resolv.conf': `nameserver ${server}\noptions timeout:2 attempts:2\n`,
    'nsswitch.conf': 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nnetworks: files\n',
    hosts: '127.0.0.1 localhost\n',
  };
}
