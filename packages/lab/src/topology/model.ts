/**
 * Topologies: accounts, VPCs, links, zones, rules, clusters and clients as data, one JSON file each
 * (`packages/lab/topologies`). Planned purely (`plan/`), put up as network namespaces (`run/`), drawn (`picture/`).
 */
import type {
  DeclareSection,
  ExpectedId,
  ExpectSection,
  FilesSection,
  IamSection,
  NetworkSection,
  StsSection,
} from '../scenario/scenario.ts';

/** The format's id. @public */
export const TOPOLOGY_SCHEMA = 'msk-lab/topology/1';

/**
 * A topology as it is written. `topology.schema.json` describes every field. Whatever there may be several of is a
 * map by name, so that a fault can change it by a merge patch (RFC 7396). @public
 */
export interface Topology {
  readonly $schema?: string;
  readonly schema: typeof TOPOLOGY_SCHEMA;
  /** Its row and what it shows: `S6-zone-same-account`. */
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** Which page of `docs/patterns` it belongs to. */
  readonly pattern: 'phz' | 'phz-privatelink' | 'resolver-rule' | 'local';
  readonly accounts: Named<AccountSpec>;
  readonly vpcs: Named<VpcSpec>;
  readonly clusters: Named<TopologyClusterSpec>;
  readonly links?: Named<PeeringSpec | TransitGatewaySpec>;
  readonly loadBalancers?: Named<LoadBalancerSpec>;
  readonly interfaceEndpoints?: Named<InterfaceEndpointSpec>;
  readonly zones?: Named<HostedZoneSpec>;
  readonly resolverEndpoints?: Named<ResolverEndpointSpec>;
  readonly rules?: Named<ResolverRuleSpec>;
  readonly clients: Named<ClientSpec>;
  /** As in a scenario: what an endpoint does with names of another cluster, which AWS does not say. */
  readonly network?: Pick<NetworkSection, 'unknownNames'>;
  /** As in a scenario. */
  readonly iam?: IamSection;
  /** As in a scenario. */
  readonly sts?: StsSection;
  /** As in a scenario. */
  readonly files?: FilesSection;
  /** What every look declares; its own `declare` comes over it. @default {} */
  readonly declare?: DeclareSection;
  /** What is right while nothing is broken. */
  readonly works: readonly LookSpec[];
  /** What changes and breaks nothing, by name: written as a fault is. */
  readonly changes?: Named<FaultSpec>;
  /** What breaks, by name. */
  readonly faults?: Named<FaultSpec>;
}

/** By name: `[a-z][a-z0-9-]*`, at most 24 characters. @public */
export type Named<T> = Readonly<Record<string, T>>;

/** An account of AWS. @public */
export interface AccountSpec {
  /** Twelve digits. */
  readonly id: string;
  readonly title: string;
}

/** A VPC: its router drops what it has no route for, as AWS does. @public */
export interface VpcSpec {
  readonly account: string;
  readonly region: string;
  /** IPv4; VPCs that no link joins may overlap. */
  readonly cidr: string;
  /** Blocks that were added to it. Its resolver stays in the first. @default [] */
  readonly moreCidrs?: readonly string[];
  /** By zone (`a`, `b`, `c`). */
  readonly subnets: Named<SubnetSpec>;
  /** Whether the resolver at CIDR + 2 answers. @default true */
  readonly dnsSupport?: boolean;
  /** Private zones answer only with it. @default true */
  readonly dnsHostnames?: boolean;
  /** Whether its members reach what is public: STS, and a resolver of the internet. @default true */
  readonly internet?: boolean;
  /** CIDR -> name of a link, or `blackhole`. @default {} */
  readonly routes?: Readonly<Record<string, string>>;
  /** What its DNS Firewall blocks, before any zone or rule is looked at. @default {} */
  readonly firewall?: Named<FirewallRuleSpec>;
}

/** A rule of Route 53 Resolver DNS Firewall that blocks. @public */
export interface FirewallRuleSpec {
  /** A name, or `*.` and a name: everything below it. */
  readonly domains: readonly string[];
  /** What the VPC's resolver answers in their place, without a SOA. @default nxdomain */
  readonly answer?: 'nxdomain' | 'nodata';
  /** In place of that: the name of a CNAME. */
  readonly override?: string;
}

/** @public */
export interface SubnetSpec {
  readonly cidr: string;
  /** What its network ACL drops, either way; everything else passes. @default {} */
  readonly deny?: Named<DenySpec>;
}

/** @public */
export interface DenySpec {
  /** @default in */
  readonly direction?: 'in' | 'out';
  /** The other side. @default 0.0.0.0/0 */
  readonly cidr?: string;
  /** @default any */
  readonly protocol?: 'tcp' | 'udp';
  /** Destination ports, both ends counted. @default any */
  readonly ports?: readonly [number, number];
}

/** Who may open connections to an interface; replies always pass. Absent: anybody. @public */
export type SecurityGroupSpec = Named<{
  /** @default 0.0.0.0/0 */
  readonly cidr?: string;
  readonly protocol?: 'tcp' | 'udp';
  readonly ports?: readonly [number, number];
}>;

/** A cluster of MSK Serverless: real Kafka behind the lab's gateway. @public */
export interface TopologyClusterSpec {
  readonly account: string;
  /** Eight of `[a-z0-9]`, the same in every name. */
  readonly id: string;
  /** `c1`. */
  readonly shard: string;
  readonly region: string;
  /** @default [97, 98, 103] */
  readonly brokers?: readonly number[];
  /** VPC -> the cluster's endpoint there. */
  readonly endpoints: Named<ClusterEndpointSpec>;
}

/** The endpoint of a cluster in one of its VPCs, and the private zone that MSK keeps for it there. @public */
export interface ClusterEndpointSpec {
  /** Zone -> address. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly securityGroup?: SecurityGroupSpec;
  /** Zones where nothing answers. @default [] */
  readonly dead?: readonly string[];
  /** Which zone MSK makes: AWS does not say. `shard`: `cN.Z`, `apex`: Z, `names`: one for each name. @default shard */
  readonly managedZone?: 'shard' | 'apex' | 'names' | 'none';
}

/** VPC peering: only packets from one of the two VPCs to the other pass. @public */
export interface PeeringSpec {
  readonly kind: 'peering';
  readonly between: readonly [string, string];
}

/** Transit Gateway. @public */
export interface TransitGatewaySpec {
  readonly kind: 'transit-gateway';
  readonly account: string;
  /** VPC -> the route table that its packets are looked up in. */
  readonly attachments: Readonly<Record<string, string>>;
  /** Table -> CIDR -> VPC, or `blackhole`. */
  readonly tables: Named<Readonly<Record<string, string>>>;
}

/** A Network Load Balancer, TCP, with an endpoint service; targets by address, no connection across zones. @public */
export interface LoadBalancerSpec {
  readonly account: string;
  readonly vpc: string;
  /** Zone -> its address there. */
  readonly addresses: Readonly<Record<string, string>>;
  /** @default 9098 */
  readonly port?: number;
  /** Zone -> `ADDRESS` or `ADDRESS:PORT`s. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
}

/** An interface endpoint of PrivateLink. @public */
export interface InterfaceEndpointSpec {
  readonly account: string;
  readonly vpc: string;
  /** Zone -> its address there. */
  readonly addresses: Readonly<Record<string, string>>;
  /** A load balancer. */
  readonly service: string;
  readonly securityGroup?: SecurityGroupSpec;
}

/** A private hosted zone. @public */
export interface HostedZoneSpec {
  readonly account: string;
  /** `kafka-serverless.us-east-1.amazonaws.com`. */
  readonly apex: string;
  /** Name relative to the apex (`*`, `boot-x.c1`, `@`) -> `alias:cluster/NAME/VPC`, `alias:endpoint/NAME`, or addresses. */
  readonly records: Readonly<Record<string, string | readonly string[]>>;
  /** VPC -> how far its association got; only `associated` answers. */
  readonly vpcs: Readonly<Record<string, 'associated' | 'authorised'>>;
  /** Negative answers stay this long, in seconds. @default 900 */
  readonly negativeTtl?: number;
}

/** Addresses of Route 53 Resolver in a VPC. @public */
export interface ResolverEndpointSpec {
  readonly account: string;
  readonly vpc: string;
  readonly direction: 'inbound' | 'outbound';
  /** Zone -> its address there. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly securityGroup?: SecurityGroupSpec;
  /** Nothing answers there. @default false */
  readonly dead?: boolean;
}

/** A forwarding rule. @public */
export interface ResolverRuleSpec {
  readonly account: string;
  readonly region: string;
  readonly apex: string;
  /** An outbound endpoint. */
  readonly via: string;
  /** Inbound endpoints by name, or addresses. */
  readonly targets: readonly string[];
  /** Account -> how far the share got; absent for the owner. */
  readonly shared?: Readonly<Record<string, 'accepted' | 'pending'>>;
  /** VPCs whose queries it takes. */
  readonly vpcs: Readonly<Record<string, 'associated'>>;
}

/** An instance in a VPC. @public */
export interface ClientSpec {
  readonly vpc: string;
  /** Its zone. */
  readonly zone: string;
  readonly address: string;
  /** Nameserver of its `resolv.conf`: an address, or `public` for a resolver of the internet. @default the VPC's own */
  readonly nameserver?: string;
  /** Whether instance metadata answers. @default true */
  readonly metadata?: boolean;
  /** Which cluster it wants. @default the first */
  readonly cluster?: string;
}

/** One look of one client: `msk-reach check`, and what has to come out. @public */
export interface LookSpec {
  readonly client: string;
  readonly declare?: DeclareSection;
  readonly expect: LookExpect;
  /** Whether it then produces and consumes through the factory. @default true in `works` and `changes`, false in a fault */
  readonly traffic?: boolean;
}

/** As in a scenario, and what the finding of the root cause has to say. @public */
export interface LookExpect extends ExpectSection {
  /** Among the candidates of the first root cause. */
  readonly candidates?: readonly ExpectedId[];
  /** The owners of its commands, in this order, others between them allowed. */
  readonly owners?: readonly string[];
  /** Words that the first root cause's finding must hold. */
  readonly says?: readonly string[];
  /** How sure the pattern must be. */
  readonly confidence?: 'strong' | 'weak' | 'none' | readonly ('strong' | 'weak' | 'none')[];
  /** Brokers that were seen, all of them. */
  readonly brokers?: readonly number[];
}

/** Something broken: a merge patch over the topology, put in force while it runs, and what is then seen. @public */
export interface FaultSpec {
  readonly title: string;
  /** @default {} */
  readonly patch?: Readonly<Record<string, unknown>>;
  /** For those that are done to the running cluster instead. */
  readonly brokers?: Named<BrokerChange>;
  readonly looks: readonly LookSpec[];
  /** A client that has produced and consumed since before it, and goes on: nothing may get lost. */
  readonly meanwhile?: string;
}

/** Cluster -> what becomes of its brokers. @public */
export interface BrokerChange {
  readonly add?: readonly number[];
  readonly stop?: readonly number[];
  /** Broker -> the one that takes its place, replicas and all. */
  readonly replace?: Readonly<Record<string, number>>;
}
