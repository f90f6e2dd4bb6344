import { MskReachError } from '@msk-reach/core';
import type { Broker, Brokers } from './brokers/brokers.ts';
import type { DnsServer } from './dns/server.ts';
import type { Gateway } from './gateway/options.ts';
import { brokerIam } from './iam/broker-iam.ts';
import type { Lab, LabFaults } from './lab-interface.ts';
import type { ClosingStack } from './scenario/closing.ts';
import { brokerCluster, brokerHost, KAFKA_PORT } from './scenario/cluster.ts';
import type { RunningCluster } from './scenario/cluster-parts.ts';
import { dnsRules, gatewayAddresses, hostsLines, resolveZones } from './scenario/dns.ts';
import {
  childEnvironment,
  clusterNames,
  declared,
  type Environment,
  resolverNames,
} from './scenario/environment.ts';
import { fileNames } from './scenario/files.ts';
import { resolveIam } from './scenario/iam.ts';
import type { ResolvedScenario } from './scenario/resolve.ts';
import type { DnsZoneSection, IamSection, Scenario } from './scenario/scenario.ts';
import type { StsServer } from './sts/sts-server.ts';

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
  /** Further resolvers by name. */
  readonly resolvers: Readonly<Record<string, DnsServer>>;
  /** Hex of 32 bytes. */
  readonly master: string;
  readonly closing: ClosingStack;
  /** Whether the brokers are no longer as they were started. */
  readonly state: { changed: boolean };
}

/** A lab whose parts run. */
export class RunningLab implements Lab {
  readonly #parts: LabParts;
  #zones: readonly DnsZoneSection[] | undefined;
  #faults: LabFaults = {};

  constructor(parts: LabParts) {
    this.#parts = parts;
    this.#zones = parts.resolved.scenario.dns?.zones;
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
  get hosts(): readonly string[] {
    return hostsLines(this.scenario.dns?.hosts, this.clusters, gatewayAddresses(this.clusters));
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
    const names = {
      ...clusterNames(this.clusters),
      ...resolverNames(this.#parts.resolvers),
      ...fileNames(this.scenario.files, this.directory),
    };
    const variables = declared(declare, this.env, names);
    return childEnvironment(process.env, this.#parts.files.emptyFile, variables);
  }

  setZones(sections: readonly DnsZoneSection[]): void {
    this.#zones = sections;
    this.#setDns();
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

  async addBroker(id: number, cluster?: string): Promise<Broker> {
    const { state } = this.#parts;
    const of = this.#named(cluster);
    state.changed = true;
    const host = brokerHost(of, id);
    const port = of.gateway.addresses[0]?.port ?? KAFKA_PORT;
    const { advertisedHost = host, advertisedPort = KAFKA_PORT } =
      of.brokers.find((broker) => broker.id === id) ?? {};
    const broker = await of.kafka.add({
      id,
      advertisedHost,
      advertisedPort: advertisedPort === KAFKA_PORT ? port : advertisedPort,
    });
    of.gateway.setRoute(host, broker.target);
    this.#leadBootstrap(of);
    return broker;
  }

  async stopBroker(id: number, cluster?: string): Promise<void> {
    const of = this.#named(cluster);
    this.#parts.state.changed = true;
    await of.kafka.stop(id);
    of.gateway.removeRoute(brokerHost(of, id));
    this.#leadBootstrap(of);
  }

  async restartBroker(id: number): Promise<Broker> {
    if (this.kafka.list().some((broker) => broker.id === id)) await this.stopBroker(id);
    return this.addBroker(id);
  }

  async replaceBroker(id: number, by: number, cluster?: string): Promise<Broker> {
    const kafka = this.#realKafka(this.#named(cluster));
    const broker = await this.addBroker(by, cluster);
    await kafka.moveReplicas(id, by);
    await this.stopBroker(id, cluster);
    return broker;
  }

  async killBroker(id: number): Promise<void> {
    const kafka = this.#realKafka();
    await kafka.kill(id);
    this.#parts.state.changed = true;
    this.#leadBootstrap();
  }

  async pauseBroker(id: number): Promise<void> {
    const kafka = this.#realKafka();
    await kafka.pause(id);
    this.#parts.state.changed = true;
  }

  async resumeBroker(id: number): Promise<void> {
    await this.#realKafka().resume(id);
  }

  async setFaults(faults: LabFaults): Promise<void> {
    const { sts = {}, network, kafka } = this.scenario;
    const { region: _region, ...stsFaults } = sts;
    this.#faults = faults;
    this.#setDns();
    await this.sts.setFaults({ ...stsFaults, ...faults.sts });
    const perSecond = faults.network?.connectionsPerSecond ?? network?.connectionsPerSecond;
    this.gateway.setQuota(perSecond === undefined ? undefined : { connectionsPerSecond: perSecond });
    const { sessionMaxMs = 0, loginsPerSecond } = { ...kafka, ...faults.kafka };
    await this.kafka.setSessionMaxMs(sessionMaxMs);
    if (this.kafka.engine !== 'wire') await this.kafka.setLoginsPerSecond(loginsPerSecond);
    else if (loginsPerSecond !== undefined) this.#realKafka();
  }

  close(): Promise<void> {
    return this.#parts.closing.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #setDns(): void {
    const { clusters } = this.#parts;
    const gateways = gatewayAddresses(clusters);
    const zones = resolveZones(this.#zones, clusters, gateways);
    const detours = clusters.flatMap((cluster) => cluster.detours);
    const rules = [...(this.#faults.dns ?? []), ...(this.scenario.dns?.faults ?? [])];
    this.dns.setZones(zones);
    this.dns.setFaults(dnsRules(rules, zones, detours, gateways));
  }

  /** The service's bootstrap leads to any broker that is there. */
  #leadBootstrap(of: RunningCluster = this.#parts.first): void {
    const [any] = of.kafka.list();
    if (any !== undefined) of.gateway.setRoute(of.bootstrapHost, any.target);
  }

  #named(cluster: string | undefined): RunningCluster {
    const { clusters, first } = this.#parts;
    const found = cluster === undefined ? first : clusters.find(({ name }) => name === cluster);
    if (found !== undefined) return found;
    throw new MskReachError('CONFIG_INVALID', `lab: there is no cluster ${cluster}`);
  }

  #realKafka({ kafka }: RunningCluster = this.#parts.first): Brokers {
    if (kafka.engine !== 'wire') return kafka;
    throw new MskReachError('CONFIG_INVALID', 'lab: the wire engine cannot do that; "engine": "kafka" can');
  }
}
