/**
 * What was seen, with no opinion in it: plain JSON that can be stored, moved and diagnosed elsewhere.
 */
import type { DeclaredPattern, EndpointProblem, MskName } from '../config/config.ts';
import type { ApiRange, BrokerAddress, ClusterMetadata } from '../kafka/types.ts';
import type { Step } from '../step.ts';

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
  | 'shard-apex';

/** One record of an answer. @public */
export interface DnsRecord {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: string;
}

/** One answer of one DNS server, whatever its rcode. @public */
export interface DnsAnswer {
  readonly type: 'A' | 'AAAA' | 'SOA';
  /** `NOERROR`, `NXDOMAIN`, `SERVFAIL`, ... */
  readonly rcode: string;
  readonly flags: { readonly aa: boolean; readonly tc: boolean; readonly ra: boolean; readonly ad: boolean };
  readonly via: 'udp' | 'tcp';
  readonly records: readonly DnsRecord[];
  /** SOA of a negative answer's authority section (or of a SOA answer). `negativeTtl` = min(TTL, minimum), seconds (RFC 2308). */
  readonly soa: { readonly owner: string; readonly ttl: number; readonly minimum: number; readonly negativeTtl: number } | null;
}

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
  readonly answers: readonly { readonly type: 'A' | 'AAAA' | 'SOA'; readonly server: string; readonly step: Step<DnsAnswer> }[];
}

/** A certificate as the peer presented it. @public */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly names: readonly string[];
  readonly validFrom: string;
  readonly validTo: string;
  readonly fingerprint256: string;
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
  readonly tls: Step<{ readonly protocol: string; readonly cipher: string; readonly certificate: CertificateFacts | null }>;
  readonly apiVersions: Step<{ readonly ranges: readonly ApiRange[] }>;
  /** On refusal `code` is SASL_REFUSED, `facts.errorCode` the broker's number, `facts.message` its (bounded) text. */
  readonly sasl: Step<{ readonly mechanisms: readonly string[]; readonly sessionLifetimeMs: number }>;
  readonly metadata: Step<ClusterMetadata>;
}

/** A broker as advertised, and whether the name policy allows a token to go there. @public */
export interface AdvertisedBroker extends BrokerAddress {
  readonly allowed: boolean;
  /** Why not; null when allowed. */
  readonly refusedBecause: string | null;
}

/** One hop of the role chain. @public */
export interface HopObservation {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly externalIdGiven: boolean;
  readonly durationSeconds: number;
  /** On refusal `facts` holds `awsCode`, `awsMessage` (bounded), `httpStatus`. */
  readonly result: Step<{ readonly arn: string; readonly expiresAt: string }>;
}

/** Who the client is. @public */
export interface IdentityObservation {
  readonly base: Step<{ readonly source: string; readonly expiresAt: string | null; readonly temporary: boolean }>;
  readonly hops: readonly HopObservation[];
  /** GetCallerIdentity with the credentials that sign the token. */
  readonly caller: Step<{ readonly arn: string; readonly account: string }>;
  /** When the signing credentials end; null = static. */
  readonly expiresAt: string | null;
  /** STS's Date header less this machine's clock, milliseconds. */
  readonly clock: Step<{ readonly skewMs: number }>;
  /** The token that was (or would be) presented. */
  readonly token: Step<{ readonly region: string; readonly lifetimeMs: number }>;
  readonly sts: { readonly endpoint: string; readonly region: string };
}

/** One look at a cluster. JSON all through. @public */
export interface Observation {
  readonly schema: 'msk-reach/observation/1';
  /** RFC 3339. */
  readonly takenAt: string;
  readonly durationMs: number;
  /** Whether the look ended early, and why. */
  readonly ended: 'complete' | 'deadline' | 'interrupted';
  readonly runtime: { readonly node: string; readonly platform: string; readonly version: string };
  readonly endpoint: {
    readonly given: readonly string[];
    readonly bootstraps: readonly { readonly host: string; readonly port: number; readonly name: MskName | null }[];
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
  readonly identity: IdentityObservation;
  /** In order; the first one's answers were dialled. */
  readonly resolvers: readonly string[];
  readonly names: readonly NameObservation[];
  readonly paths: readonly PathObservation[];
  /** Brokers of the first Metadata that arrived; `error` where none did. */
  readonly metadata: Step<{ readonly clusterId: string | null; readonly from: string; readonly brokers: readonly AdvertisedBroker[] }>;
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
}
