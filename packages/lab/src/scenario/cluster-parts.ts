import type { Brokers, BrokerSpec } from '../brokers/brokers.ts';
import { startGateway } from '../gateway/gateway.ts';
import type { Gateway } from '../gateway/options.ts';
import type { GatewayCertificates } from '../gateway/fault-kind.ts';
import { brokerIam } from '../iam/broker-iam.ts';
import { type Authority, createAuthority } from '../tls/authority.ts';
import type { WireBrokers } from '../wire/options.ts';
import { startWireBrokers } from '../wire/wire-brokers.ts';
import type { BrokerPool, BrokerState } from './broker-pool.ts';
import type { ClosingStack } from './closing.ts';
import { brokerCluster, KAFKA_PORT, type LabCluster } from './cluster.ts';
import type { Detour } from './dns.ts';
import { gatewayPlan } from './network.ts';
import type { ResolvedScenario } from './resolve.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** One cluster of a running lab. @public */
export interface RunningCluster extends LabCluster {
  readonly kafka: Brokers | WireBrokers;
  readonly gateway: Gateway;
  /** Hosts that have addresses of their own. */
  readonly detours: readonly Detour[];
}

/** What one cluster is started with. */
export interface ClusterOptions {
  readonly resolved: ResolvedScenario;
  readonly cluster: LabCluster;
  readonly pool: BrokerPool;
  /** Hex of 32 bytes. */
  readonly master: string;
  readonly closing: ClosingStack;
  /** Gives up the start. */
  readonly signal: AbortSignal | undefined;
  /** Whether somebody changed the brokers so that nobody else may have them. */
  readonly changed: () => boolean;
}

/** Starts one cluster: its gateway first, because its port is what brokers advertise. */
export async function startCluster(options: ClusterOptions): Promise<RunningCluster> {
  const { resolved, cluster, closing } = options;
  const { scenario } = resolved;
  const plan = gatewayPlan(scenario, cluster, resolved.clusters[0]);
  const gateway = closing.use(
    await startGateway({
      zones: scenario.network?.zones ?? 2,
      faults: plan.rules,
      certificates: certificates(options.pool.authority),
      random: nearby(),
      ...(scenario.network?.connectionsPerSecond === undefined
        ? {}
        : { quota: { connectionsPerSecond: scenario.network.connectionsPerSecond } }),
    }),
  );
  const detours: Detour[] = [];
  for (const { host, index, fault } of plan.hosts) {
    const { address } = await gateway.extraAddress({ fault });
    detours.push({
      host,
      address,
      instead: index === undefined ? undefined : gateway.addresses[index]?.address,
    });
  }
  const kafka = await takeBrokers(options, gateway);
  routeBrokers(gateway, cluster, kafka, scenario.network?.unknownNames === 'carry');
  return { ...cluster, kafka, gateway, detours };
}

/** What a scenario says to the brokers of one of its clusters. */
export function brokerState(
  { scenario, iam }: ResolvedScenario,
  cluster: LabCluster,
  master: string,
): BrokerState {
  return {
    iam: brokerIam(iam.model, brokerCluster(cluster), master, scenario.sts?.clockSkewMs ?? 0),
    sessionMaxMs: scenario.kafka?.sessionMaxMs ?? 0,
    loginsPerSecond: scenario.kafka?.loginsPerSecond,
  };
}

/** Real Kafka from the pool, or the wire engine, made anew each time. */
async function takeBrokers(options: ClusterOptions, gateway: Gateway): Promise<RunningCluster['kafka']> {
  const { resolved, cluster, pool, master, closing, signal, changed } = options;
  const { scenario } = resolved;
  const state = brokerState(resolved, cluster, master);
  const brokers = specs(cluster, gateway.addresses[0]?.port ?? KAFKA_PORT);
  const { certificateNames, processes } = cluster;
  if (scenario.engine === 'wire') {
    const tls = await pool.authority.issue({ names: certificateNames });
    const topics = scenario.kafka?.topics ?? [];
    return closing.use(await startWireBrokers({ ...scenario.wire, ...state, brokers, tls, topics }));
  }
  const properties = scenario.kafka?.properties ?? {};
  const lease = await pool.take(
    { kafkaVersion: resolved.kafkaVersion, brokers, processes, certificateNames, properties },
    state,
    signal,
  );
  closing.defer(() => lease.release(changed()));
  return lease.brokers;
}

/** Brokers advertise the port that the gateway got. */
function specs(cluster: LabCluster, port: number): readonly BrokerSpec[] {
  return cluster.brokers.map(({ id, advertisedHost, advertisedPort }) => ({
    id,
    advertisedHost,
    advertisedPort: advertisedPort === KAFKA_PORT ? port : advertisedPort,
  }));
}

function routeBrokers(
  gateway: Gateway,
  cluster: LabCluster,
  kafka: RunningCluster['kafka'],
  carryAll: boolean,
): void {
  const running = kafka.list();
  const targets = new Map(running.map(({ id, target }) => [id, target]));
  for (const { id, host } of cluster.brokers) {
    const target = targets.get(id);
    if (target !== undefined) gateway.setRoute(host, target);
  }
  const first = running[0]?.target;
  if (first === undefined) return;
  gateway.setRoute(cluster.bootstrapHost, first);
  if (carryAll) gateway.setRoute('*', first);
}

/** What `GATEWAY_CERTIFICATES` names, made when somebody asks. */
function certificates(authority: Authority): GatewayCertificates {
  const past = { notBefore: new Date(Date.now() - 30 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) };
  const future = { notBefore: new Date(Date.now() + DAY_MS), notAfter: new Date(Date.now() + 30 * DAY_MS) };
  let stranger: Promise<Authority> | undefined;
  return {
    expired: (name) => authority.issue({ names: [name], ...past }),
    'not-yet-valid': (name) => authority.issue({ names: [name], ...future }),
    'wrong-name': () => authority.issue({ names: ['kafka.example.com'] }),
    'unknown-ca': async (name) => {
      stranger ??= createAuthority({ name: 'Example Inspection CA' });
      return (await stranger).issue({ names: [name] });
    },
  };
}

/** Random numbers by which one gateway's addresses come to lie in one /24: three for each address. */
function nearby(): () => number {
  const network = [Math.random(), Math.random()];
  let calls = 0;
  return () => network[calls++ % 3] ?? Math.random();
}

/** The smallest of /24 and single addresses that hold all of a gateway's: what `--cidr` is told. */
export function cidrOf(cluster: RunningCluster): string {
  const own = cluster.gateway.addresses.map(({ address }) => address);
  const all = [...new Set([...own, ...cluster.detours.map(({ address }) => address)])];
  const networks = new Set(all.map((address) => address.replace(/\.\d+$/u, '.0/24')));
  return networks.size === 1 && all[0] !== '127.0.0.1'
    ? [...networks].join()
    : all.map((address) => `${address}/32`).join(',');
}
