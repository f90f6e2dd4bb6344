import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MskReachError } from '@msk-reach/core';
import { type DnsServer, startDnsServer } from './dns/server.ts';
import { makeLabFolder } from './lab-folder.ts';
import type { Lab } from './lab-interface.ts';
import { type LabFiles, RunningLab } from './running-lab.ts';
import { baseCredentials } from './scenario/base-credentials.ts';
import { type BrokerPool, createBrokerPool } from './scenario/broker-pool.ts';
import { closingStack, type ClosingStack } from './scenario/closing.ts';
import { brokerState, type RunningCluster, startCluster } from './scenario/cluster-parts.ts';
import { dnsRules, gatewayAddresses, resolveZones } from './scenario/dns.ts';
import { bootstrapOf, clusterNames, labVariables } from './scenario/environment.ts';
import { writeScenarioFiles } from './scenario/files.ts';
import { resolveScenario, type ResolvedScenario } from './scenario/resolve.ts';
import type { ResolverSection, Scenario, TopicSection } from './scenario/scenario.ts';
import { startMetadata } from './scenario/metadata.ts';
import { createTopics, deleteTopics, type TopicPlace } from './scenario/topics.ts';
import { callLine } from './sts/call-line.ts';
import { startSts } from './sts/sts-server.ts';
import { createAuthority } from './tls/authority.ts';

/** How a lab is started beside its scenario. @public */
export interface LabOptions {
  /** Kafka clusters to share with other labs. @default its own, ended with it */
  readonly pool?: BrokerPool;
  /** The port of the DNS server; 53 needs root. @default 0: a free one */
  readonly dnsPort?: number;
  /** STS as the client reaches it, where that is not as this machine does. @default its own */
  readonly stsEndpoint?: string;
  /** Words about progress. @default nobody hears them */
  readonly say?: (text: string) => void;
  /** Hears the lab's own log: logins, refusals with their reasons, denials, brokers, calls of STS. @default nobody does */
  readonly log?: (line: string) => void;
  /** Gives up the start; a lab that is ready is closed by its owner. @default nobody does */
  readonly signal?: AbortSignal;
  /** Environment variables: MSK_LAB_ENGINE, MSK_LAB_KAFKA_VERSION, MSK_LAB_KAFKA_IMAGE, MSK_LAB_CACHE. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Starts a lab: MSK Serverless on this machine, as a scenario (or a part of one) says. Nothing given: three brokers,
 * a wildcard zone, one role with an external id, everything allowed.
 *
 * @throws MskReachError `CONFIG_INVALID` for a scenario that is not one, or without a way to run Kafka; `INTERNAL` when
 * something does not start; the signal's reason when that came first. Nothing is left running then.
 * @public
 */
export async function startLab(scenario: Partial<Scenario> = {}, options: LabOptions = {}): Promise<Lab> {
  const resolved = resolveScenario(scenario, options.env ?? process.env);
  const closing = closingStack();
  try {
    const lab = await start(resolved, options, closing);
    options.signal?.throwIfAborted();
    return lab;
  } catch (error) {
    await closing.close().catch(() => undefined);
    options.signal?.throwIfAborted();
    throw error;
  }
}

async function start(resolved: ResolvedScenario, options: LabOptions, closing: ClosingStack): Promise<Lab> {
  const { scenario, iam } = resolved;
  const { signal } = options;
  const say = options.say ?? ((): void => undefined);
  const { path: directory } = closing.use(await makeLabFolder());
  const pool =
    options.pool ??
    closing.use(await createBrokerPool({ directory, say, log: options.log, env: options.env }));
  const master = randomBytes(32).toString('hex');
  const state = { changed: false };
  const clusters: RunningCluster[] = [];
  for (const cluster of resolved.clusters) {
    signal?.throwIfAborted();
    clusters.push(
      await startCluster({ resolved, cluster, pool, master, closing, signal, changed: () => state.changed }),
    );
  }
  const [first] = clusters;
  if (first === undefined) throw new MskReachError('INTERNAL', 'lab: there is no cluster');
  const clockSkewMs = scenario.sts?.clockSkewMs ?? 0;
  const base = await baseCredentials({ iam, master, clockSkewMs, folder: directory, closing });
  const { region = first.region, ...stsFaults } = scenario.sts ?? {};
  const sts = closing.use(
    await startSts({
      ...stsFaults,
      model: iam.model,
      master,
      region,
      issuers: base.issuers,
      clusters: clusters.map((cluster) => ({ arn: cluster.arn, bootstrap: bootstrapOf(cluster) })),
      onCall: (call) => options.log?.(callLine(call)),
    }),
  );
  const { zones, resolvers: more = {} } = scenario.dns ?? {};
  const dns = closing.use(await startLabDns(scenario.dns ?? {}, clusters, options.dnsPort));
  const resolvers: Record<string, DnsServer> = {};
  for (const [name, section] of Object.entries(more))
    resolvers[name] = closing.use(await startLabDns({ ...(zones && { zones }), ...section }, clusters));
  const told = brokerState(resolved, first, master);
  signal?.throwIfAborted();
  const topics = scenario.kafka?.topics ?? [];
  const place = { cluster: first, state: told, caPem: pool.authority.caPem };
  if (options.pool !== undefined && topics.length > 0)
    closing.defer(() => leaveNoTopics(place, topics, state));
  await createTopics(place, topics);
  const files = await writeFiles(directory, resolved, pool);
  const metadata = await startMetadata(scenario.metadata, clusters, closing);
  const { stsEndpoint = sts.endpoint } = options;
  const env = labVariables({ resolved, first, files, stsEndpoint, dns, base: base.env, metadata });
  await writeScenarioFiles(scenario.files, directory, { ...env, ...clusterNames(clusters) });
  return new RunningLab({
    resolved,
    directory,
    files,
    env,
    clusters,
    first,
    sts,
    dns,
    resolvers,
    master,
    closing,
    state,
  });
}

/** The next lab gets brokers without topics, or other brokers. */
async function leaveNoTopics(
  place: TopicPlace,
  topics: readonly TopicSection[],
  state: { changed: boolean },
): Promise<void> {
  if (state.changed) return;
  const gone = await deleteTopics(place, topics).then(
    () => true,
    () => false,
  );
  state.changed = !gone;
}

async function startLabDns(
  section: ResolverSection,
  clusters: readonly RunningCluster[],
  port = 0,
): Promise<DnsServer> {
  const gateways = gatewayAddresses(clusters);
  const zones = resolveZones(section.zones, clusters, gateways);
  const detours = clusters.flatMap((cluster) => cluster.detours);
  return startDnsServer({
    // An address that is this lab's own, so that port 53 is free there.
    address: gateways[clusters[0]?.name ?? '']?.[0] ?? '127.0.0.1',
    port,
    zones,
    faults: dnsRules(section.faults ?? [], zones, detours, gateways),
  });
}

async function writeFiles(
  directory: string,
  { scenario }: ResolvedScenario,
  pool: BrokerPool,
): Promise<LabFiles> {
  const trust = scenario.tls?.trust ?? 'lab';
  const authority = trust === 'other' ? await createAuthority() : pool.authority;
  const caFile = join(directory, 'ca.pem');
  const emptyFile = join(directory, 'empty');
  await Promise.all([writeFile(caFile, authority.caPem), writeFile(emptyFile, '')]);
  return { caFile, trusted: trust !== 'system', emptyFile };
}
