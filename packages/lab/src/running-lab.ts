import type { Broker } from './brokers/brokers.ts';
import type { DnsServer } from './dns/server.ts';
import type { Gateway } from './gateway/options.ts';
import { brokerIam } from './iam/broker-iam.ts';
import type { ClosingStack } from './scenario/closing.ts';
import { brokerCluster, brokerHost, KAFKA_PORT } from './scenario/cluster.ts';
import type { RunningCluster } from './scenario/cluster-parts.ts';
import { dnsRules, gatewayAddresses, resolveZones } from './scenario/dns.ts';
import { childEnvironment, clusterNames, declared, type Environment } from './scenario/environment.ts';
import { resolveIam } from './scenario/iam.ts';
import type { ResolvedScenario } from './scenario/resolve.ts';
import type { DnsZoneSection, IamSection, Scenario } from './scenario/scenario.ts';
import type { StsServer } from './sts/sts-server.ts';

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
  /** Starts one more broker of the first cluster, reachable under its name. */
  addBroker(id: number): Promise<Broker>;
  /** Stops a broker of the first cluster; its name leads nowhere from then on. */
  stopBroker(id: number): Promise<void>;
  /** Ends everything and removes the lab's folder; idempotent. */
  close(): Promise<void>;
}

/** Files in the lab's folder. */
export interface LabFiles {
  readonly caFile: string;
  /** Whether the client is told of the CA file. */
  readonly trusted: boolean;
  /** Read as AWS configuration. */
  readonly emptyFile: string;
}

/** The parts that a lab is made of. */
export interface LabParts {
  readonly resolved: ResolvedScenario;
  readonly directory: string;
  readonly files: LabFiles;
  readonly env: Environment;
  readonly clusters: readonly RunningCluster[];
  readonly first: RunningCluster;
  readonly sts: StsServer;
  readonly dns: DnsServer;
  /** Hex of 32 bytes. */
  readonly master: string;
  readonly closing: ClosingStack;
  /** Whether the brokers are no longer as they were started. */
  readonly state: { changed: boolean };
}

/** A lab whose parts run. */
export class RunningLab implements Lab {
  readonly #parts: LabParts;

  constructor(parts: LabParts) {
    this.#parts = parts;
  }

  get scenario(): Scenario {
    return this.#parts.resolved.scenario;
  }
  get env(): Environment {
    return this.#parts.env;
  }
  get bootstrap(): string {
    const { bootstrapHost, gateway } = this.#parts.first;
    return `${bootstrapHost}:${gateway.addresses[0]?.port ?? KAFKA_PORT}`;
  }
  get region(): string {
    return this.#parts.first.region;
  }
  get caFile(): string {
    return this.#parts.files.caFile;
  }
  get cidr(): string {
    return this.#parts.env['MSK_REACH_CIDR'] ?? '';
  }
  get dnsServer(): string {
    return `${this.dns.address}:${this.dns.port}`;
  }
  get stsEndpoint(): string {
    return this.sts.endpoint;
  }
  get role(): string | undefined {
    return this.#parts.resolved.iam.assume.at(-1)?.arn;
  }
  get externalId(): string | undefined {
    return this.#parts.resolved.iam.assume.at(-1)?.externalId ?? undefined;
  }
  get clusters(): readonly RunningCluster[] {
    return this.#parts.clusters;
  }
  get kafka(): RunningCluster['kafka'] {
    return this.#parts.first.kafka;
  }
  get gateway(): Gateway {
    return this.#parts.first.gateway;
  }
  get sts(): StsServer {
    return this.#parts.sts;
  }
  get dns(): DnsServer {
    return this.#parts.dns;
  }
  get directory(): string {
    return this.#parts.directory;
  }

  childEnv(declare: Readonly<Record<string, unknown>> = {}): Environment {
    const variables = declared(declare, this.env, clusterNames(this.clusters));
    return childEnvironment(process.env, this.#parts.files.emptyFile, variables);
  }

  setZones(sections: readonly DnsZoneSection[]): void {
    const { clusters } = this.#parts;
    const gateways = gatewayAddresses(clusters);
    const zones = resolveZones(sections, clusters, gateways);
    const detours = clusters.flatMap((cluster) => cluster.detours);
    this.dns.setZones(zones);
    this.dns.setFaults(dnsRules(this.scenario.dns?.faults ?? [], zones, detours, gateways));
  }

  replaceWildcardByRecords({ missing = [] }: { readonly missing?: readonly number[] } = {}): void {
    const ids = this.kafka.list().flatMap(({ id }) => (missing.includes(id) ? [] : [id]));
    const names = ['@boot', ...ids.map((id) => `@b${id}`)];
    this.setZones([{ records: Object.fromEntries(names.map((name) => [name, '@gateway'])) }]);
  }

  async setIam(section: IamSection): Promise<void> {
    const { clusters, first, sts, master } = this.#parts;
    const { model } = resolveIam(section, first.account).iam;
    const skewMs = this.scenario.sts?.clockSkewMs ?? 0;
    sts.setModel(model);
    for (const cluster of clusters)
      await cluster.kafka.setIam(brokerIam(model, brokerCluster(cluster), master, skewMs));
  }

  async addBroker(id: number): Promise<Broker> {
    const { first, state } = this.#parts;
    state.changed = true;
    const host = brokerHost(first, id);
    const advertisedPort = first.gateway.addresses[0]?.port ?? KAFKA_PORT;
    const broker = await first.kafka.add({ id, advertisedHost: host, advertisedPort });
    first.gateway.setRoute(host, broker.target);
    return broker;
  }

  async stopBroker(id: number): Promise<void> {
    const { first, state } = this.#parts;
    state.changed = true;
    await first.kafka.stop(id);
    first.gateway.removeRoute(brokerHost(first, id));
    const [left] = first.kafka.list();
    // The service's bootstrap leads to any broker that is there.
    if (left !== undefined) first.gateway.setRoute(first.bootstrapHost, left.target);
  }

  close(): Promise<void> {
    return this.#parts.closing.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
