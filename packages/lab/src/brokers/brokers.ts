/**
 * Brokers: Apache Kafka itself, by a JVM of this machine or by a container. One interface, one file for each engine.
 */
import type { BrokerIam } from '../iam/broker-iam.ts';
import type { IssuedCertificate } from '../tls/authority.ts';

/** How Kafka is run. @public */
export type BrokerEngine = 'jvm' | 'docker';

/** One broker to start. @public */
export interface BrokerSpec {
  /** Kafka's node id, 0 to 99,999. */
  readonly id: number;
  /** The host that Metadata names. */
  readonly advertisedHost: string;
  /** The port that Metadata names. */
  readonly advertisedPort: number;
}

/** One broker that runs. @public */
export interface Broker extends BrokerSpec {
  /** Where it listens: what a gateway routes to. */
  readonly target: { readonly host: string; readonly port: number };
}

/** A request that arrived on a listener for clients. @public */
export interface BrokerRequest {
  readonly broker: number;
  /** Kafka's name of the API: `Metadata`. */
  readonly api: string;
  /** null for a request of the login itself. */
  readonly version: number | null;
  /** The client id; null where Kafka does not tell. */
  readonly client: string | null;
}

/** What one Kafka cluster is started with. @public */
export interface BrokersOptions {
  /** Kafka's version: `4.1.1`. */
  readonly kafkaVersion: string;
  readonly brokers: readonly BrokerSpec[];
  /** Shown by every broker. */
  readonly certificate: IssuedCertificate;
  readonly iam: BrokerIam;
  /** The longest session granted, milliseconds; 0 for the token's remaining life. @default 0 */
  readonly sessionMaxMs?: number;
  /** Logins beyond these in any second are refused with "Too many connects". @default no limit */
  readonly loginsPerSecond?: number | undefined;
  /** Whether each broker has a process of its own; by a JVM alone. @default false */
  readonly processes?: boolean;
  /** Broker properties over the lab's own. @default {} */
  readonly properties?: Readonly<Record<string, string>>;
  /** An empty folder for configuration and data; the caller removes it. */
  readonly directory: string;
  /** Gives up the start. @default nobody does */
  readonly signal?: AbortSignal | undefined;
  /** Words about progress. */
  readonly say: (text: string) => void;
  /** Hears what `lines` will hold, as it is said. @default nobody does */
  readonly log?: ((line: string) => void) | undefined;
}

/** A running Kafka cluster. @public */
export interface Brokers extends AsyncDisposable {
  readonly engine: BrokerEngine;
  /** Those that run now, by id. */
  list(): readonly Broker[];
  /** Starts one more broker; an id that ran before finds its old data. @throws MskReachError `INTERNAL` when Kafka refuses it */
  add(spec: BrokerSpec): Promise<Broker>;
  /** Stops one cleanly: its partitions move first. @throws MskReachError `INTERNAL` when there is none of that id */
  stop(id: number): Promise<void>;
  /** Ends one at once (SIGKILL); `add` starts it again. @throws MskReachError `CONFIG_INVALID` when brokers share a process */
  kill(id: number): Promise<void>;
  /** Halts one (SIGSTOP): its listener stays and nothing answers. @throws MskReachError `CONFIG_INVALID` when brokers share a process */
  pause(id: number): Promise<void>;
  /** Lets one that was halted go on (SIGCONT). @throws MskReachError `CONFIG_INVALID` when brokers share a process */
  resume(id: number): Promise<void>;
  /** Moves every replica of one broker to another, and waits until they have caught up. */
  moveReplicas(from: number, to: number): Promise<void>;
  /** Replaces what the brokers know of IAM; in force when it resolves. */
  setIam(iam: BrokerIam): Promise<void>;
  /** Limits sessions to these milliseconds; 0 for the token's remaining life. */
  setSessionMaxMs(milliseconds: number): Promise<void>;
  /** Refuses logins beyond these in any second with "Too many connects", re-authentications too; each process counts its own. */
  setLoginsPerSecond(limit: number | undefined): Promise<void>;
  /** The requests of clients so far, oldest first. */
  requests(): readonly BrokerRequest[];
  /** What Kafka's side said so far: logins, refusals with their reasons, denials, brokers. */
  lines(): readonly string[];
  /** Forgets requests and lines. */
  clear(): void;
  /** Resolves when Kafka has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Ends Kafka; idempotent. */
  close(): Promise<void>;
}
