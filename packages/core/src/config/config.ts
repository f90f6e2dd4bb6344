/**
 * What the user says: the options, and the one frozen `Config` that they become.
 */
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';

/** The connectivity pattern that the user declares. @public */
export type DeclaredPattern = 'phz' | 'phz-privatelink' | 'resolver-rule' | 'local' | 'any';

/** How the gate before a client behaves. @public */
export type PreflightMode = 'require' | 'warn' | 'off';

/** The gate's mode, and a report that may spare it a look. @public */
export interface PreflightGate {
  /** @default 'require' */
  mode?: PreflightMode;
  /** A file with a report (`msk-reach check --output json`, or what `onReport` hears): the gate goes by it where it is of this cluster, good and recent, and looks itself otherwise. */
  reuse?: string;
  /** How old that report may be, milliseconds. @default 300000 */
  maxAgeMs?: number;
}

/** One role to assume, in the order of the chain. @public */
export interface RoleOptions {
  /** `arn:<partition>:iam::<account>:role/<name>`. */
  arn: string;
  /** What the role's trust policy asks for as `sts:ExternalId`. */
  externalId?: string;
  /** Static across refreshes and processes: MSK refuses a re-authentication under another principal. @default 'msk-reach' */
  sessionName?: string;
  /** 900 to 43,200; at most 3,600 for a chained role. @default 3600 */
  durationSeconds?: number;
  /** Session tags. */
  tags?: Readonly<Record<string, string>>;
  /** Keys of `tags` that pass on to the next hop. */
  transitiveTagKeys?: readonly string[];
  /** An inline session policy, JSON text. */
  policy?: string;
}

/** Everything that a user can say. Unknown keys are an error. @public */
export interface MskReachOptions {
  /**
   * `HOST[:PORT]`, one or several separated by commas or in an array. The port is 9098 where none is given. Only a look
   * (`runPreflight`, `observe`) does without: then AWS is asked for the bootstrap of `clusterArn`.
   */
  bootstrap?: string | readonly string[];
  /** The signing Region. @default the Region in the bootstrap's name */
  region?: string;
  /** ARN of the cluster, to compare with what answers. */
  clusterArn?: string;
  /** Roles to assume, first to last. @default [] */
  roles?: readonly RoleOptions[];
  /** Base credentials: a profile of the shared AWS files. */
  profile?: string;
  /** Base credentials: any provider of the AWS SDK. @default the SDK's default chain */
  credentials?: AwsCredentialIdentityProvider;
  /** The account that the assumed principal must belong to, 12 digits. */
  expectAccount?: string;
  /** STS endpoint URL. @default the Regional endpoint of `stsRegion` */
  stsEndpoint?: string;
  /** @default where the client runs (AWS_REGION, profile), else the signing Region */
  stsRegion?: string;
  /** Use the FIPS endpoint of STS. @default false */
  stsFips?: boolean;
  /** PEM text of CAs to trust instead of Node's. */
  ca?: string;
  /** File with PEM of CAs to trust instead of Node's. */
  caFile?: string;
  /** @default 'any' */
  pattern?: DeclaredPattern;
  /** Where the answers must lie. @default [] (not checked) */
  cidr?: readonly string[];
  /** The client's own VPC. @default [] */
  vpcCidr?: readonly string[];
  /** `system` or `IP[:PORT]`; the first one's answers are dialled. @default ['system'] */
  dnsServer?: readonly string[];
  /** Hosts besides the cluster's own domain that may see a token (self-managed clusters): exact names or `*.suffix`. @default [] */
  allowedHosts?: readonly string[];
  /** Topics whose permissions are looked at. @default [] */
  topic?: readonly string[];
  /** Consumer group whose permissions are looked at. */
  group?: string;
  /** A file with a client's own configuration, to lint: Java properties, or kafkajs options as JSON. */
  clientConfig?: string;
  /** Connection attempts in any one second. @default 50 */
  rate?: number;
  /** Milliseconds for each single step. @default 10000 */
  timeoutMs?: number;
  /** Milliseconds for the whole look. @default the larger of 60,000 and twice what the rate dictates */
  deadlineMs?: number;
  /** The gate's mode, or the mode and a report to reuse. @default 'require' */
  preflight?: PreflightMode | PreflightGate;
}

/** A mistake in a bootstrap, Region or role that parses as text: a finding, not a usage error. @public */
export interface EndpointProblem {
  /** Which check reports it. */
  readonly check: 'CFG01' | 'CFG03' | 'CRD03';
  /** Where in the options, e.g. `bootstrap[0]`. */
  readonly path: string;
  /** What is wrong. */
  readonly problem: string;
  /** What would be right. */
  readonly expected: string;
}

/** One mistake in the options, as `details.issues` of CONFIG_INVALID lists them. @public */
export interface ConfigIssue {
  /** Where in the options, e.g. `roles[0].externalId`. Empty: all of them, or all of `source`. */
  readonly path: string;
  /** What is wrong. */
  readonly problem: string;
  /** What would be right. Empty: the problem says it. */
  readonly expected: string;
  /** Who said it, as the user spells it: `MSK_REACH_RATE`, `'rate' in msk-reach.json`. Absent: an option. */
  readonly source?: string;
}

/** What a host name says about the cluster behind it. @public */
export interface MskName {
  readonly kind: 'serverless' | 'provisioned';
  readonly role: 'bootstrap' | 'broker';
  /** Broker id as the name says it. */
  readonly brokerId: number | null;
  /** Only in provisioned names; absent = the private form. */
  readonly access?: 'public' | 'multi-vpc';
  /** The authentication that a multi-VPC name carries as a label: `iam`, `scram`, `tls`. */
  readonly auth?: string;
  /** The 8 characters of a Serverless cluster, `<name>.<hash>` of a provisioned one. */
  readonly clusterId: string;
  /** `c1`, `c2`, ... */
  readonly shard: string;
  readonly region: string;
  /** `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`. */
  readonly partition: string;
  /** `kafka-serverless.<region>.<suffix>` or `kafka.<region>.<suffix>`. */
  readonly apex: string;
}

/** One bootstrap address. @public */
export interface Bootstrap {
  readonly host: string;
  readonly port: number;
  /** null: not a name of MSK. */
  readonly name: MskName | null;
}

/** What a client's own configuration says of the way to the cluster. No secret is in it. @public */
export interface ClientConfig {
  /** As given. */
  readonly file: string;
  readonly kind: 'properties' | 'kafkajs';
  /** The settings that are looked at, as the file spells them; of `sasl.jaas.config` the login module alone. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A resolver to ask. @public */
export type ResolverAddress = 'system' | { readonly address: string; readonly port: number };

/** One role of the chain, defaults filled in. @public */
export interface RoleHop {
  readonly arn: string;
  /** Empty where the ARN is malformed (then `endpoint.problems` says so). */
  readonly account: string;
  readonly externalId?: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitiveTagKeys: readonly string[];
  readonly policy?: string;
}

/** Everything the rest of the core works from; deeply frozen. @public */
export interface Config {
  readonly endpoint: {
    /** What was given, as given. */
    readonly given: readonly string[];
    /** Those that may be dialled: names of MSK, or allowed hosts. */
    readonly bootstraps: readonly Bootstrap[];
    /** `invalid`: no bootstrap may be dialled, or they are not of one cluster. `problems` says why. */
    readonly kind: 'serverless' | 'provisioned' | 'self-managed' | 'invalid';
    readonly clusterId: string | null;
    readonly shard: string | null;
    /** Region to sign for: the explicit one where it is one, else the name's; null where neither says one. */
    readonly region: string | null;
    /** Region in the name. */
    readonly nameRegion: string | null;
    readonly partition: string | null;
    /** Zone apex Z. */
    readonly apex: string | null;
    readonly clusterArn: string | null;
    /** Hosts outside MSK's domain that may see a token. */
    readonly allowedHosts: readonly string[];
    readonly problems: readonly EndpointProblem[];
  };
  readonly identity: {
    readonly base:
      | { readonly kind: 'default' }
      | { readonly kind: 'profile'; readonly profile: string }
      | { readonly kind: 'provider'; readonly provider: AwsCredentialIdentityProvider };
    readonly roles: readonly RoleHop[];
    readonly sts: {
      readonly endpoint: string | null;
      readonly region: string | null;
      readonly fips: boolean;
    };
    readonly expectAccount: string | null;
  };
  readonly connectivity: {
    readonly pattern: DeclaredPattern;
    readonly cidrs: readonly string[];
    readonly vpcCidrs: readonly string[];
    readonly resolvers: readonly ResolverAddress[];
    /** PEM of the CAs to trust instead of Node's, or null. */
    readonly ca: string | null;
    /** The file that they were read from, as given, or null. */
    readonly caFile: string | null;
  };
  readonly subjects: { readonly topics: readonly string[]; readonly group: string | null };
  /** null: no file was given. */
  readonly clientConfig: ClientConfig | null;
  readonly limits: {
    readonly connectionsPerSecond: number;
    readonly dnsPacketsPerSecond: number;
    readonly timeoutMs: number;
    /** null: the larger of 60,000 and twice what the rate dictates. */
    readonly deadlineMs: number | null;
  };
  readonly preflight: {
    readonly mode: PreflightMode;
    /** A file with a report, or null. */
    readonly reuse: string | null;
    readonly maxAgeMs: number;
  };
}
