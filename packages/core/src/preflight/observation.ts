/**
 * What was seen, with no opinion in it: plain JSON that can be stored, moved and diagnosed elsewhere.
 */
import type { ClientConfig, DeclaredPattern, EndpointProblem, MskName } from '../config/config.ts';
import type { HopObservation, IdentityTrace } from '../credentials/trace.ts';
import type {
  ApiRange,
  BrokerAddress,
  ClusterMetadata,
  Coordinator,
  GroupDescription,
} from '../kafka/types.ts';
import type { CertificateFacts } from '../net/certificate.ts';
import type { DnsAnswer, DnsRecord } from '../net/dns-answer.ts';
import type { TaskPlacement } from '../net/task-metadata.ts';
import type { Step } from '../step.ts';

export type { CertificateFacts, ClientConfig, DnsAnswer, DnsRecord, HopObservation, TaskPlacement };

/** Who a name is in the look. @public */
export type NameRole =
  | 'bootstrap'
  | 'broker'
  /** A broker name of this cluster that was never assigned: does a wildcard answer? */
  | 'sentinel'
  /** A bootstrap name of another cluster in the same `cN`, and in another one. */
  | 'foreign-same-shard'
  | 'foreign-other-shard'
  /** Z and `cN.Z`, asked for their SOA. */
  | 'apex'
  | 'shard-apex'
  /** AWS's own domain, asked for its SOA: whether the resolver says anything at all. */
  | 'control';

/** One host asked of one resolver. @public */
export interface NameObservation {
  readonly host: string;
  readonly role: NameRole;
  readonly brokerId: number | null;
  /** `system` or `IP:PORT`. */
  readonly resolver: string;
  /** The system's own lookup (getaddrinfo); only where resolver is `system`. */
  readonly lookup: Step<{ readonly addresses: readonly string[] }> | null;
  /** What the DNS server said, by type. With `system`: the first configured resolver asked directly, as evidence. `error` steps only where there was no usable answer (DNS_TIMEOUT, DNS_MALFORMED, ...). */
  readonly answers: readonly {
    readonly type: 'A' | 'AAAA' | 'SOA';
    readonly server: string;
    readonly step: Step<DnsAnswer>;
  }[];
}

/** A question that was asked again, one time after the other: do the answers stay the same? @public */
export interface RepeatedQuestion {
  readonly host: string;
  readonly type: 'A' | 'AAAA';
  readonly server: string;
  /** What came of it, the first time not counted. */
  readonly steps: readonly Step<DnsAnswer>[];
}

/** One address of one host, layer by layer. @public */
export interface PathObservation {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  readonly role: 'bootstrap' | 'broker';
  readonly brokerId: number | null;
  readonly tcp: Step<{ readonly localAddress: string }>;
  /** A failed handshake keeps what certificate it saw in `facts.certificate`. */
  readonly tls: Step<{
    readonly protocol: string;
    readonly cipher: string;
    readonly certificate: CertificateFacts | null;
  }>;
  readonly apiVersions: Step<{ readonly ranges: readonly ApiRange[] }>;
  /** On refusal `code` is SASL_REFUSED, `facts.errorCode` the broker's number, `facts.message` its (bounded) text. */
  readonly sasl: Step<{ readonly mechanisms: readonly string[]; readonly sessionLifetimeMs: number }>;
  readonly metadata: Step<ClusterMetadata>;
}

/** An address that was dialled more than once: what came of it, the first time not counted. @public */
export interface RepeatedDial {
  readonly address: string;
  readonly port: number;
  readonly steps: readonly PathObservation['tcp'][];
}

/** A broker as advertised, and whether the name policy allows a token to go there. @public */
export interface AdvertisedBroker extends BrokerAddress {
  readonly allowed: boolean;
  /** Why not; null when allowed. */
  readonly refusedBecause: string | null;
}

/** Who the client is. @public */
export interface IdentityObservation extends IdentityTrace {
  /** GetCallerIdentity with the credentials that sign the token. */
  readonly caller: Step<{ readonly arn: string; readonly account: string }>;
  /**
   * The same with credentials that were fetched a second time, as a refresh would; `skipped` where no refresh makes
   * another principal. Absent in older observations.
   */
  readonly callerAgain?: Step<{ readonly arn: string; readonly account: string }>;
  /** The token that was (or would be) presented. */
  readonly token: Step<{ readonly region: string; readonly lifetimeMs: number }>;
}

/** A session that was renewed with credentials of a second fetch (KIP-368). @public */
export interface ReauthenticationObservation {
  /** Who was asked; null: nobody. */
  readonly host: string | null;
  /** As `sasl` of a path. `skipped` where no refresh makes another principal, or sessions have no end. */
  readonly result: Step<{ readonly sessionLifetimeMs: number }>;
}

/** What AWS's API of MSK says. @public */
export interface ControlPlaneObservation {
  readonly endpoint: string;
  /** GetBootstrapBrokers of the ARN that was given, by the API's own keys. */
  readonly bootstrapBrokers: Step<Readonly<Record<string, string>>>;
}

/** Where the client runs, as its machine's metadata says. @public */
export interface PlacementObservation {
  /** Who was asked; null: it is switched off. */
  readonly endpoint: string | null;
  readonly region: Step<{ readonly region: string; readonly availabilityZone: string | null }>;
  readonly vpc: Step<{
    readonly id: string | null;
    /** All of its blocks. */
    readonly cidrs: readonly string[];
    readonly subnetCidr: string | null;
  }>;
  /** Only in a task of ECS: what its own metadata say. */
  readonly task?: { readonly endpoint: string; readonly said: Step<TaskPlacement> };
  /** Only in a function of Lambda, which sets it. */
  readonly lambdaRegion?: string;
}

/** One look at a cluster. JSON all through. @public */
export interface Observation {
  readonly schema: 'msk-reach/observation/1';
  /** RFC 3339. */
  readonly takenAt: string;
  readonly durationMs: number;
  /** Whether the look ended early, and why. */
  readonly ended: 'complete' | 'deadline' | 'interrupted';
  readonly runtime: {
    readonly node: string;
    readonly platform: string;
    readonly version: string;
    /** Families in which this machine has an address that others could reach. */
    readonly families?: readonly (4 | 6)[];
    /** The longest that this process did not get to look up, milliseconds: what it measured may be longer by so much. */
    readonly lagMs?: number;
  };
  readonly endpoint: {
    readonly given: readonly string[];
    readonly bootstraps: readonly {
      readonly host: string;
      readonly port: number;
      readonly name: MskName | null;
    }[];
    readonly kind: 'serverless' | 'provisioned' | 'self-managed' | 'invalid';
    readonly clusterId: string | null;
    readonly shard: string | null;
    readonly region: string | null;
    readonly nameRegion: string | null;
    readonly apex: string | null;
    readonly problems: readonly EndpointProblem[];
  };
  /** What the user declared, so that a stored observation can be diagnosed later. */
  readonly expectation: Expectation;
  /** How the look was made, for the command that makes it again. Absent in older observations. */
  readonly said?: SaidOptions;
  readonly identity: IdentityObservation;
  /** null: no ARN was given. Absent in older observations. */
  readonly controlPlane?: ControlPlaneObservation | null;
  /** null: it does not matter where the client runs. Absent in older observations. */
  readonly placement?: PlacementObservation | null;
  /** In order; the first one's answers were dialled. */
  readonly resolvers: readonly string[];
  readonly names: readonly NameObservation[];
  /** Some of the names, asked for again of the first resolver. */
  readonly again?: readonly RepeatedQuestion[];
  readonly paths: readonly PathObservation[];
  /** Addresses that all names share, dialled again: a load balancer may lead each connection elsewhere. */
  readonly redials?: readonly RepeatedDial[];
  /** Brokers of the first Metadata that arrived; `error` where none did. */
  readonly metadata: Step<{
    readonly clusterId: string | null;
    readonly from: string;
    readonly brokers: readonly AdvertisedBroker[];
  }>;
  /** Absent in older observations. */
  readonly reauthentication?: ReauthenticationObservation;
  /** Only where a group was asked about. */
  readonly group?: GroupObservation;
}

/** Options of a look that nothing else in an observation tells; null: not given. No secret is among them. @public */
export interface SaidOptions {
  readonly profile: string | null;
  readonly stsEndpoint: string | null;
  readonly stsRegion: string | null;
  readonly caFile: string | null;
  readonly rate: number | null;
  readonly timeoutMs: number | null;
  readonly deadlineMs: number | null;
}

/** What the brokers said of the group that was asked about. @public */
export interface GroupObservation {
  /** FindCoordinator. A refusal has the broker's number in `facts.errorCode`. */
  readonly coordinator: Step<Coordinator>;
  /** DescribeGroups at the coordinator. */
  readonly description: Step<GroupDescription>;
}

/** What the user declared to be true; checks compare against it. @public */
export interface Expectation {
  readonly pattern: DeclaredPattern;
  readonly cidrs: readonly string[];
  readonly vpcCidrs: readonly string[];
  readonly expectAccount: string | null;
  readonly clusterArn: string | null;
  readonly topics: readonly string[];
  readonly group: string | null;
  /** A client's own configuration; null: none was given. Absent in older observations. */
  readonly clientConfig?: ClientConfig | null;
}
