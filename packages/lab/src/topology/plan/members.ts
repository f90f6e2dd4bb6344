/** Whatever has addresses in a VPC, each in a namespace of its own. */
import type { SecurityGroupSpec, Topology } from '../model.ts';

/** One of them. */
export interface Member {
  readonly kind: 'client' | 'cluster' | 'load-balancer' | 'interface-endpoint' | 'resolver-endpoint';
  /** Its namespace. */
  readonly namespace: string;
  readonly vpc: string;
  /** By zone. */
  readonly addresses: Readonly<Record<string, string>>;
  /** undefined: anybody. */
  readonly securityGroup: SecurityGroupSpec | undefined;
  /** Where it is written, as parts of a JSON pointer. */
  readonly path: readonly string[];
}

/** All members of all VPCs. */
export function members(topology: Topology): readonly Member[] {
  return [
    ...clients(topology),
    ...clusterEndpoints(topology),
    ...balancers(topology),
    ...resolverEndpoints(topology),
  ];
}

/** The namespace of a client. */
export function clientNamespace(name: string): string {
  return `client-${name}`;
}

/** The namespace of a cluster's endpoint in a VPC. */
export function clusterNamespace(cluster: string, vpc: string): string {
  return `cluster-${cluster}-${vpc}`;
}

/** The namespace of a resolver endpoint. */
export function resolverNamespace(name: string): string {
  return `resolver-${name}`;
}

/** The namespace of a VPC: its router and its resolver. */
export function vpcNamespace(name: string): string {
  return `vpc-${name}`;
}

function clients(topology: Topology): readonly Member[] {
  return Object.entries(topology.clients).map(([name, { vpc, zone, address }]) => ({
    kind: 'client',
    namespace: clientNamespace(name),
    vpc,
    addresses: { [zone]: address },
    securityGroup: undefined,
    path: ['clients', name],
  }));
}

function clusterEndpoints(topology: Topology): readonly Member[] {
  return Object.entries(topology.clusters).flatMap(([cluster, { endpoints }]) =>
    Object.entries(endpoints).map(([vpc, { addresses, securityGroup }]): Member => ({
      kind: 'cluster',
      namespace: clusterNamespace(cluster, vpc),
      vpc,
      addresses,
      securityGroup,
      path: ['clusters', cluster, 'endpoints', vpc],
    })),
  );
}

function balancers({ loadBalancers = {}, interfaceEndpoints = {} }: Topology): readonly Member[] {
  return [
    ...Object.entries(loadBalancers).map(([name, { vpc, addresses }]): Member => ({
      kind: 'load-balancer',
      namespace: `balancer-${name}`,
      vpc,
      addresses,
      securityGroup: undefined,
      path: ['loadBalancers', name],
    })),
    ...Object.entries(interfaceEndpoints).map(([name, { vpc, addresses, securityGroup }]): Member => ({
      kind: 'interface-endpoint',
      namespace: `endpoint-${name}`,
      vpc,
      addresses,
      securityGroup,
      path: ['interfaceEndpoints', name],
    })),
  ];
}

function resolverEndpoints({ resolverEndpoints: endpoints = {} }: Topology): readonly Member[] {
  return Object.entries(endpoints).map(([name, { vpc, addresses, securityGroup }]) => ({
    kind: 'resolver-endpoint',
    namespace: resolverNamespace(name),
    vpc,
    addresses,
    securityGroup,
    path: ['resolverEndpoints', name],
  }));
}
