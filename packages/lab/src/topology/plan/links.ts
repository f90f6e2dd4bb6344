/** Peerings and Transit Gateways. */
import type { Topology, TransitGatewaySpec } from '../model.ts';
import { vpcNamespace } from './members.ts';
import { type Cable, deviceName, EMPTY, type NamespacePlan } from './plan.ts';

/** One end of a link, seen from a VPC. */
export interface LinkEnd {
  readonly link: string;
  /** The router's device that leads there. */
  readonly device: string;
  /** The router's address on it. */
  readonly address: string;
  /** The number of the other side's address. */
  readonly other: number;
  /** The other VPC of a peering. */
  readonly peer: string | undefined;
}

/** The first of the addresses of links; routers have the ones before it. */
const FIRST = 512;
const FIRST_TABLE = 100;

/** An address between two routers. */
export function linkAddress(number: number): string {
  return `169.254.${Math.floor((FIRST + number) / 256)}.${(FIRST + number) % 256}`;
}

/** The namespace of a Transit Gateway. */
export function gatewayNamespace(link: string): string {
  return `gateway-${link}`;
}

interface Joint {
  readonly link: string;
  readonly a: { readonly vpc: string };
  /** A VPC, or the link's own gateway. */
  readonly b: { readonly vpc: string } | undefined;
  /** Its place among all joints: two addresses each. */
  readonly index: number;
}

function joints({ links = {} }: Topology): readonly Joint[] {
  const all = Object.entries(links).flatMap(([link, spec]): Omit<Joint, 'index'>[] =>
    spec.kind === 'peering'
      ? [{ link, a: { vpc: spec.between[0] }, b: { vpc: spec.between[1] } }]
      : Object.keys(spec.attachments).map((vpc) => ({ link, a: { vpc }, b: undefined })),
  );
  return all.map((joint, index) => ({ ...joint, index }));
}

/** The ends of links in a VPC. */
export function linkEnds(topology: Topology, vpc: string): readonly LinkEnd[] {
  return joints(topology).flatMap(({ link, a, b, index }): LinkEnd[] => {
    const [mine, theirs] = [2 * index + 1, 2 * index + 2];
    const device = deviceName('l', link);
    if (a.vpc === vpc) return [{ link, device, address: linkAddress(mine), other: theirs, peer: b?.vpc }];
    return b?.vpc === vpc ? [{ link, device, address: linkAddress(theirs), other: mine, peer: a.vpc }] : [];
  });
}

/** What joins routers to each other and to Transit Gateways. */
export function linkCables(topology: Topology): readonly Cable[] {
  return joints(topology).map(({ link, a, b }) => ({
    a: { namespace: vpcNamespace(a.vpc), device: deviceName('l', link) },
    b:
      b === undefined
        ? { namespace: gatewayNamespace(link), device: deviceName('a', a.vpc) }
        : { namespace: vpcNamespace(b.vpc), device: deviceName('l', link) },
  }));
}

/** The namespaces of Transit Gateways. */
export function gatewayPlans(topology: Topology): Readonly<Record<string, NamespacePlan>> {
  return Object.fromEntries(
    Object.entries(topology.links ?? {}).flatMap(([link, spec]) =>
      spec.kind === 'transit-gateway' ? [[gatewayNamespace(link), gatewayPlan(topology, link, spec)]] : [],
    ),
  );
}

/** What comes from an attachment is looked up in that attachment's table. */
function gatewayPlan(
  topology: Topology,
  link: string,
  { attachments, tables }: TransitGatewaySpec,
): NamespacePlan {
  const own = joints(topology).filter((joint) => joint.link === link);
  const towards = (vpc: string): Joint | undefined => own.find(({ a }) => a.vpc === vpc);
  const numbers = new Map(Object.keys(tables).map((table, index) => [table, FIRST_TABLE + index]));
  return {
    ...EMPTY,
    forwards: true,
    addresses: own.map(({ a, index }) => ({
      address: `${linkAddress(2 * index + 2)}/32`,
      device: deviceName('a', a.vpc),
    })),
    lookups: Object.entries(attachments).flatMap(([vpc, table]) => {
      const number = numbers.get(table);
      return number === undefined ? [] : [{ device: deviceName('a', vpc), table: number }];
    }),
    routes: [
      ...Object.entries(tables).flatMap(([name, routes]) => [
        ...Object.entries(routes).map(([to, vpc]) => {
          const joint = towards(vpc);
          const table = numbers.get(name) ?? 0;
          return joint === undefined
            ? { to, device: undefined, table }
            : { to, device: deviceName('a', vpc), via: linkAddress(2 * joint.index + 1), table };
        }),
        { to: 'default', device: undefined, table: numbers.get(name) ?? 0 },
      ]),
      { to: 'default', device: undefined },
    ],
  };
}
