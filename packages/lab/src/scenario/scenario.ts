/**
 * Scenarios: one JSON file says all about a lab and what `msk-reach check` has to say there. Read, checked against
 * the schema, filled with defaults, mapped to the lab's parts, run and compared.
 */
import type { DnsFaultRule } from '../dns/fault-rules.ts';
import type { ZoneSoa } from '../dns/zone-data.ts';
import type { GatewayFaultRule } from '../gateway/fault-rules.ts';
import type {
  DenyStatement,
  IamRole,
  IamUser,
  OidcProvider,
  ShortTrust,
  TrustStatement,
} from '../iam/model.ts';
import type { MetadataFault } from '../imds/metadata-service.ts';
import type { StsFaults } from '../sts/faults/all.ts';
import type { RangesName } from '../wire/api-ranges.ts';
import type { WireFaultRule } from '../wire/fault-rules.ts';

/** The format's id. @public */
export const SCENARIO_SCHEMA = 'msk-lab/scenario/1';

/** A scenario as it is written. `scenario.schema.json` describes every field, with its default. @public */
export interface Scenario {
  readonly $schema?: string;
  readonly schema: typeof SCENARIO_SCHEMA;
  readonly name: string;
  readonly description?: string;
  readonly tier?: 'core' | 'full';
  readonly engine?: 'kafka' | 'wire';
  readonly cluster?: ClusterSection;
  readonly clusters?: readonly ClusterSection[];
  readonly iam?: IamSection;
  readonly sts?: StsSection;
  readonly dns?: DnsSection;
  readonly metadata?: MetadataSection;
  readonly network?: NetworkSection;
  readonly tls?: TlsSection;
  readonly kafka?: KafkaSection;
  readonly wire?: WireSection;
  readonly files?: FilesSection;
  readonly declare?: DeclareSection;
  readonly expect?: ExpectSection;
}

/** One cluster. @public */
export interface ClusterSection {
  readonly name?: string;
  readonly id?: string;
  readonly shard?: string;
  readonly region?: string;
  readonly account?: string;
  readonly uuid?: string;
  /** Their ids, or how many. */
  readonly brokers?: readonly number[] | number;
  /** Whether each broker has a process of its own. */
  readonly processes?: boolean;
  /** What Metadata says of a broker instead of its own name, by broker id. */
  readonly advertise?: Readonly<Record<string, AdvertiseOverride>>;
  readonly certificateNames?: readonly string[];
}

/** What Metadata says of a broker. @public */
export interface AdvertiseOverride {
  readonly host?: string;
  readonly port?: number;
}

/** Who may do what, and who the client is. @public */
export interface IamSection {
  readonly base?: BaseSection;
  readonly assume?: readonly string[];
  readonly users?: Readonly<Record<string, Partial<IamUser> | null>>;
  readonly roles?: Readonly<Record<string, RoleSection | null>>;
  readonly serviceControlPolicies?: Readonly<Record<string, readonly DenyStatement[]>>;
  readonly oidcProviders?: Readonly<Record<string, OidcProvider>>;
}

/** A role; what is left out keeps its default. @public */
export interface RoleSection extends Partial<Omit<IamRole, 'trust'>> {
  readonly trust?: TrustSection | readonly TrustStatement[];
}

/** A trust policy in short. @public */
export interface TrustSection extends Partial<Omit<ShortTrust, 'externalId'>> {
  /** null: none demanded. */
  readonly externalId?: string | null;
}

/** Where the client's base credentials come from. @public */
export interface BaseSection {
  readonly kind: 'user' | 'none' | 'session' | 'ecs' | 'eks-pod-identity' | 'web-identity';
  readonly user?: string;
  readonly role?: string;
  readonly secret?: 'right' | 'wrong';
  readonly seconds?: number;
  readonly tags?: Readonly<Record<string, string>>;
}

/** STS, and its faults. @public */
export interface StsSection extends StsFaults {
  readonly region?: string;
}

/** What the client's resolver answers, and further resolvers beside it. @public */
export interface DnsSection extends ResolverSection {
  /** The client's hosts file: addresses by name. */
  readonly hosts?: Readonly<Record<string, string | readonly string[]>>;
  /** Further resolvers by name: `${DNS_SERVER:name}` in `declare`. */
  readonly resolvers?: Readonly<Record<string, ResolverSection>>;
}

/** What one resolver answers. @public */
export interface ResolverSection {
  readonly zones?: readonly DnsZoneSection[];
  readonly faults?: readonly DnsFaultRule[];
}

/** One zone. @public */
export interface DnsZoneSection {
  readonly apex?: string;
  readonly soa?: ZoneSoa;
  readonly records?: Readonly<Record<string, RecordSection>>;
}

/** Records of one name: addresses or `@gateway`; or with a type and a TTL. @public */
export type RecordSection = string | readonly string[] | LongRecord | readonly LongRecord[];

/** Records of one name and type. @public */
export interface LongRecord {
  readonly type?: 'A' | 'AAAA' | 'CNAME' | 'NS' | 'TXT';
  readonly values: readonly string[];
  readonly ttl?: number;
}

/** What the client runs on. @public */
export type MetadataPlace = 'instance' | 'ecs-task' | 'lambda';

/** Where the client's machine says that it runs. @public */
export interface MetadataSection {
  readonly in?: MetadataPlace;
  readonly region?: string;
  readonly availabilityZone?: string;
  readonly vpcId?: string;
  /** Blocks, or `@gateway` for that of a cluster's gateway. */
  readonly vpcCidrs?: readonly string[];
  readonly fault?: MetadataFault;
}

/** The way from the client to the brokers. @public */
export interface NetworkSection {
  readonly zones?: number;
  readonly connectionsPerSecond?: number;
  readonly unknownNames?: 'close' | 'carry';
  readonly faults?: readonly NetworkFaultRule[];
}

/** A fault of one cluster's gateway. @public */
export interface NetworkFaultRule extends GatewayFaultRule {
  readonly cluster?: string;
}

/** The certificate that clients see, and whom they trust. @public */
export interface TlsSection {
  readonly certificate?: 'valid' | 'expired' | 'not-yet-valid' | 'wrong-name' | 'unknown-ca';
  readonly trust?: 'lab' | 'other' | 'system';
}

/** Kafka itself. @public */
export interface KafkaSection {
  readonly version?: string;
  readonly sessionMaxMs?: number;
  readonly loginsPerSecond?: number;
  readonly properties?: Readonly<Record<string, string>>;
  readonly topics?: readonly TopicSection[];
}

/** What brokers of the wire engine say. @public */
export interface WireSection {
  readonly faults?: readonly WireFaultRule[];
  readonly ranges?: RangesName;
  readonly mechanisms?: readonly string[];
  readonly connectionsPerSecond?: number;
}

/** A topic that is there when the lab is ready. @public */
export interface TopicSection {
  readonly name: string;
  readonly partitions?: number;
}

/** Files in the lab's folder, by name: a text, or an object that is written as JSON. @public */
export type FilesSection = Readonly<Record<string, string | Readonly<Record<string, unknown>>>>;

/** Options of `msk-reach check` by their config keys, over the lab's variables; null takes one away. @public */
export type DeclareSection = Readonly<Record<string, unknown>>;

/** An id, or several of which one is enough. @public */
export type ExpectedId = string | readonly string[];

/** What is right. @public */
export interface ExpectSection {
  readonly exit?: number;
  readonly status?: 'pass' | 'warn' | 'fail' | 'unknown';
  readonly rootCauses?: readonly ExpectedId[];
  readonly warnings?: readonly string[];
  readonly pattern?: string | readonly string[];
  readonly failing?: readonly ExpectedId[];
  readonly notFailing?: readonly string[];
}
