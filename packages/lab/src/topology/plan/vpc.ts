/** A VPC: one namespace that is its router and its resolver. */
import type { PlanContext } from './context.ts';
import { FABRIC_DEVICE } from './fabric.ts';
import { blocksOf, resolverAddress } from './ipv4.ts';
import { GATEWAY, MEMBER_DEVICE } from './member-base.ts';
import type { Member } from './members.ts';
import { vpcNamespace } from './members.ts';
import { type AddressAt, type Cable, deviceName, EMPTY, type NamespacePlan, type RoutePlan } from './plan.ts';
import { linkAddress, linkEnds } from './links.ts';
import { vpcResolver } from './resolvers.ts';
import { LINK_LOCAL_RESOLVER, type Port, routerFilter, type Uplink } from './router-filter.ts';

/** The router's device that leads to a member. */
export function portDevice(member: Member): string {
  return deviceName('m', member.namespace);
}

/** The namespace of a VPC. */
export function vpcPlan(context: PlanContext, name: string): NamespacePlan {
  const vpc = vpcOf(context, name);
  const ports = portsOf(context, name);
  return {
    ...EMPTY,
    forwards: true,
    addresses: [
      ...resolverAddresses(context, name),
      ...ports.map(({ device }) => ({ address: `${GATEWAY}/32`, device })),
      ...linkEnds(context.topology, name).map(({ device, address }) => ({
        address: `${address}/32`,
        device,
      })),
      { address: `${context.fabric.leg(vpcNamespace(name))}/16`, device: FABRIC_DEVICE },
    ],
    routes: [...memberRoutes(ports), ...ownRoutes(context, name)],
    filter: routerFilter({ vpc, ports, uplinks: uplinks(context, name) }),
    programs: vpc.dnsSupport === false ? [] : [vpcResolver(context, name)],
  };
}

/** What joins the members to their routers. */
export function memberCables({ members }: PlanContext): readonly Cable[] {
  return members.map((member) => ({
    a: { namespace: vpcNamespace(member.vpc), device: portDevice(member) },
    b: { namespace: member.namespace, device: MEMBER_DEVICE },
  }));
}

function vpcOf({ topology }: PlanContext, name: string): PlanContext['topology']['vpcs'][string] {
  const vpc = topology.vpcs[name];
  if (vpc === undefined) throw new RangeError(`there is no VPC ${name}`);
  return vpc;
}

function portsOf({ topology, members, fabric }: PlanContext, name: string): readonly Port[] {
  return members
    .filter(({ vpc }) => vpc === name)
    .map((member) => {
      const client = member.kind === 'client' ? member.path[1] : undefined;
      const tells = client !== undefined && topology.clients[client]?.metadata !== false;
      return { member, device: portDevice(member), metadata: tells ? fabric.metadata(client) : undefined };
    });
}

function resolverAddresses(context: PlanContext, name: string): readonly AddressAt[] {
  const { cidr, dnsSupport } = vpcOf(context, name);
  if (dnsSupport === false) return [];
  return [resolverAddress(cidr), LINK_LOCAL_RESOLVER].map((address) => ({
    address: `${address}/32`,
    device: 'lo',
  }));
}

function memberRoutes(ports: readonly Port[]): readonly RoutePlan[] {
  return ports.flatMap(({ member, device }) =>
    Object.values(member.addresses).map((address) => ({ to: `${address}/32`, device })),
  );
}

/** AWS drops what has no route; Linux would answer. */
function ownRoutes(context: PlanContext, name: string): readonly RoutePlan[] {
  const { routes = {}, ...vpc } = vpcOf(context, name);
  const told = Object.entries(routes).map(([to, target]): RoutePlan => {
    const end = linkEnds(context.topology, name).find(({ link }) => link === target);
    return end === undefined
      ? { to, device: undefined }
      : { to, device: end.device, via: linkAddress(end.other) };
  });
  return [...told, ...[...blocksOf(vpc), 'default'].map((to) => ({ to, device: undefined }))];
}

function uplinks(context: PlanContext, name: string): readonly Uplink[] {
  return linkEnds(context.topology, name).map(({ device, peer }) => ({
    device,
    peerCidrs: peer === undefined ? undefined : blocksOf(vpcOf(context, peer)),
  }));
}
