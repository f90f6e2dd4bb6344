import type { Broker } from './brokers/brokers.ts';
import type { DnsFaultRule } from './dns/fault-rules.ts';
import type { DnsServer } from './dns/server.ts';
import type { Gateway } from './gateway/options.ts';
import type { RunningCluster } from './scenario/cluster-parts.ts';
import type { Environment } from './scenario/environment.ts';
import type {
  DnsZoneSection,
  IamSection,
  KafkaSection,
  NetworkSection,
  Scenario,
} from './scenario/scenario.ts';
import type { StsFaults } from './sts/faults/all.ts';
import type { StsServer } from './sts/sts-server.ts';

/** What goes wrong while a lab runs, written as in a scenario. @public */
export interface LabFaults {
  /** Over the scenario's `sts`: `{ refuse: true }` is an outage. */
  readonly sts?: StsFaults;
  /** Before the rules of the scenario's `dns.faults`: `[{ name: '*', fault: { silent: true } }]` is an outage. */
  readonly dns?: readonly DnsFaultRule[];
  /** Instead of the scenario's `network.connectionsPerSecond`: the gateway closes what is beyond it. */
  readonly network?: Pick<NetworkSection, 'connectionsPerSecond'>;
  /** Over the scenario's `kafka`: `{ loginsPerSecond: 0 }` refuses every login with "Too many connects". */
  readonly kafka?: Pick<KafkaSection, 'sessionMaxMs' | 'loginsPerSecond'>;
}

/** A running lab. @public */
export interface Lab extends AsyncDisposable {
  readonly scenario: Scenario;
  /** What `msk-lab up` prints: where the lab is, and who its client is. */
  readonly env: Environment;
  /** `HOST:PORT`. */
  readonly bootstrap: string;
  readonly region: string;
  /** PEM of what the client trusts. */
  readonly caFile: string;
  /** Where the gateway's addresses lie; several are separated by commas. */
  readonly cidr: string;
  /** `IP:PORT`. */
  readonly dnsServer: string;
  /** Lines that the scenario puts into the client's hosts file, `ADDRESS NAME`. */
  readonly hosts: readonly string[];
  readonly stsEndpoint: string;
  /** ARN of the last role to assume; undefined when there is none. */
  readonly role: string | undefined;
  /** What its trust policy asks for. */
  readonly externalId: string | undefined;
  /** Its clusters; the client wants the first. */
  readonly clusters: readonly RunningCluster[];
  /** The first cluster's Kafka. */
  readonly kafka: RunningCluster['kafka'];
  /** The first cluster's gateway. */
  readonly gateway: Gateway;
  readonly sts: StsServer;
  readonly dns: DnsServer;
  /** A folder of the lab's, removed at its end. */
  readonly directory: string;
  /** The environment of a child: up's variables without any `AWS_*` or `MSK_REACH_*` of this process. `declare`: as in a scenario. */
  childEnv(declare?: Readonly<Record<string, unknown>>): Environment;
  /** Replaces the DNS zones; written as in a scenario. */
  setZones(zones: readonly DnsZoneSection[]): void;
  /** Fixed records for the bootstrap and the brokers instead of a wildcard; brokers in `missing` have none. */
  replaceWildcardByRecords(options?: { readonly missing?: readonly number[] }): void;
  /** Replaces the identities, on STS and on the brokers; written as in a scenario. The client's own credentials stay. */
  setIam(section: IamSection): Promise<void>;
  /**
   * Starts one more broker, reachable under its name; an id that ran before finds its old data.
   *
   * @param cluster its name; the first by default
   */
  addBroker(id: number, cluster?: string): Promise<Broker>;
  /** Stops a broker of the first cluster, or of the one named; its name leads nowhere from then on. */
  stopBroker(id: number, cluster?: string): Promise<void>;
  /** Stops it, if it runs, and starts it again on its old data. */
  restartBroker(id: number): Promise<Broker>;
  /** Puts a new broker in the place of one: starts it, moves all replicas to it, stops the old one. */
  replaceBroker(id: number, by: number, cluster?: string): Promise<Broker>;
  /** Kills a broker (SIGKILL); whoever dials its name is refused. Needs `cluster.processes`; `restartBroker` brings it back. */
  killBroker(id: number): Promise<void>;
  /** Halts a broker (SIGSTOP): connections stay and nothing is answered. Needs `cluster.processes`. */
  pauseBroker(id: number): Promise<void>;
  /** Lets a halted broker go on (SIGCONT). */
  resumeBroker(id: number): Promise<void>;
  /**
   * Sets what goes wrong from now on, over what the scenario says; `{}` is the scenario alone again. Concerns the
   * first cluster, STS and the DNS server.
   *
   * @throws MskReachError `CONFIG_INVALID` for faults that cannot be
   */
  setFaults(faults: LabFaults): Promise<void>;
  /** Ends everything and removes the lab's folder; idempotent. */
  close(): Promise<void>;
}
