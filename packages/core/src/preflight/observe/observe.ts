/**
 * Observing: all the talking of a look, and no opinion.
 *
 * Who we are and what the names say are asked at once; then every address of the bootstraps; the first Metadata that
 * comes names the brokers, and each of them is resolved and visited. Nothing is sent but what changes nothing:
 * ApiVersions, SaslHandshake, SaslAuthenticate, and Metadata that creates no topic; for a group also FindCoordinator
 * and DescribeGroups.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Config } from '../../config/config.ts';
import { defaults } from '../../config/resolve.ts';
import { identityOf, type Identity } from '../../credentials/identity.ts';
import type { SigningCredentials } from '../../credentials/signing-credentials.ts';
import type { RateLimiter } from '../../net/rate-limit.ts';
import { resolverName } from '../../net/resolve.ts';
import { skippedBy } from '../../net/timebox.ts';
import { realPorts, type Ports } from '../../ports.ts';
import type * as Sign from '../../token/sign.ts';
import type * as Provider from '../../token/token-provider.ts';
import { packageVersion } from '../../version.ts';
import type { AdvertisedBroker, Observation, PathObservation } from '../observation.ts';
import { visitBootstraps } from './bootstraps.ts';
import { brokerNames, brokerTargets, distinctAddresses, visitBrokers } from './brokers.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { observeControlPlane, withBootstrap } from './control-plane.ts';
import { GROUP_DIALS, observeGroup } from './group.ts';
import { observeIdentity } from './identity.ts';
import { createLook, skipped, type Look, type Progress } from './look.ts';
import { askNames, bootstrapNames, probeNames } from './names.ts';
import { observePlacement } from './placement.ts';
import { observeReauthentication, REAUTHENTICATION_DIALS } from './reauthentication.ts';
import { dialAgain, doorsOf, NO_DOORS } from './doors.ts';
import { createTcpRecords } from './tcp-records.ts';

/** How to look. @public */
export interface ObserveOptions {
  /** @default the real machine */
  readonly ports?: Ports;
  /** An identity to sign with, which stays open. @default one made from the config, closed at the end */
  readonly identity?: Identity;
  /** Turns for connections, shared with whoever else dials. @default its own, by the config's rate */
  readonly connections?: RateLimiter;
  /**
   * Whether addresses that all names share are dialled a few times, so that one dead target of several behind a load
   * balancer shows itself. Nobody who is waited for needs it.
   *
   * @default true
   */
  readonly thorough?: boolean;
  /** Ends the look early; what was not reached is `skipped` because `interrupted`. */
  readonly signal?: AbortSignal | undefined;
  /** Called as the look goes on. It must not throw. */
  readonly onProgress?: ((event: Progress) => void) | undefined;
}

/** The whole look, unless the config says otherwise or the rate dictates more. */
const DEADLINE_MS = 60_000;
const LAG_RESOLUTION_MS = 20;
/** Clients that start together do not dial together. Counted from the start of the look: what is done before a dial goes on meanwhile. */
const JITTER_MS = 200;

/**
 * Looks at a cluster. Always gives an observation: what failed is a step in it, and what the deadline or the signal
 * cut off is `skipped`, because `deadline` or `interrupted`, and said in `ended`.
 *
 * @public
 */
export async function observe(given: Config, options: ObserveOptions = {}): Promise<Observation> {
  const { ports = realPorts, signal, onProgress } = options;
  const started = ports.monotonic();
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  const takenAt = new Date(ports.now()).toISOString();
  using deadline = createDeadline(ports, given.limits.deadlineMs ?? DEADLINE_MS, signal);
  const identity = options.identity ?? identityOf(given, ports);
  try {
    const token = async (credentials?: SigningCredentials): Promise<Sign.Token> => {
      const { signToken, tokenProviderOf } = await loadTokens();
      return credentials === undefined
        ? tokenProviderOf(given, identity, ports).token(deadline.signal)
        : signToken(credentials, given.endpoint.region, ports);
    };
    const view = { config: given, ports, signal: deadline.signal };
    const who = observeIdentity(view, identity, token);
    const asked = observeControlPlane(view, identity);
    // Nobody waits for AWS's API who was told where the cluster is.
    const config = given.endpoint.given.length > 0 ? given : withBootstrap(given, await asked);
    const look = createLook(config, {
      ports,
      signal: deadline.signal,
      hasToken: who.usable,
      token: async () => (await token()).value,
      tokenAgain: who.tokenAgain,
      onProgress,
      connections: options.connections,
    });
    const advance = look.progress('identity', 1);
    const identitySeen = who.observation.finally(() => advance());
    const [seen, identityObservation, controlPlane, placement] = await Promise.all([
      lookAround(look, deadline, options.thorough ?? true),
      identitySeen,
      asked,
      observePlacement(look),
    ]);
    return {
      schema: 'msk-reach/observation/1',
      takenAt,
      durationMs: Math.round(ports.monotonic() - started),
      ended: deadline.ended(),
      runtime: {
        node: process.version,
        platform: process.platform,
        version: packageVersion(),
        families: ports.families(),
        lagMs: Math.round(lag.max / 1e6),
      },
      endpoint: endpointOf(config),
      expectation: expectationOf(config),
      said: saidIn(config),
      identity: identityObservation,
      controlPlane,
      placement,
      resolvers: config.connectivity.resolvers.map(resolverName),
      ...seen,
    };
  } finally {
    lag.disable();
    if (options.identity === undefined) identity.close();
  }
}

/** Only when STS has been asked: AWS's signer takes a tenth of a second to load, which fits into a wait. */
async function loadTokens(): Promise<typeof Provider & typeof Sign> {
  const [provider, sign] = await Promise.all([
    import('../../token/token-provider.ts'),
    import('../../token/sign.ts'),
  ]);
  return { ...provider, ...sign };
}

type Seen = Pick<
  Observation,
  'names' | 'again' | 'paths' | 'redials' | 'metadata' | 'reauthentication' | 'group'
>;

async function lookAround(look: Look, deadline: Deadline, thorough: boolean): Promise<Seen> {
  const start = look.ports.sleep(look.ports.random() * JITTER_MS, look.signal).catch(() => undefined);
  const ownAsked = askNames(look, bootstrapNames(look), probeNames(look));
  const ownNames = await ownAsked.first;
  // Needed next, and nothing else is to do. What goes wrong shows when it is used.
  loadTokens().catch(() => undefined);
  await start;
  const records = createTcpRecords();
  const bootstraps = visitBootstraps(look, ownNames, records);
  const doors = thorough ? doorsOf(look, ownNames) : NO_DOORS;
  const redialled = dialAgain(look, doors, records, bootstraps.first.then(brokerCount));
  const source = await bootstraps.first;
  const brokers = source === null ? null : advertised(look, source);
  const brokersAsked = askNames(look, brokerNames(look, brokers ?? []));
  const targets = brokerTargets(look, brokers ?? [], new Map([...ownAsked.firstOf, ...brokersAsked.firstOf]));
  const more =
    REAUTHENTICATION_DIALS +
    doors.doors.length * doors.again +
    (look.config.subjects.group === null ? 0 : GROUP_DIALS);
  const allow = (distinct: number): void =>
    allowTime(look, deadline, { packets: 2 * targets.length, dials: distinct + targets.length + more });
  allow(0);
  const [brokerPaths, reauthentication, , bootstrapPaths, redials, ownAgain, brokersAgain, ...names] =
    await Promise.all([
      visitBrokers(look, targets, records),
      observeReauthentication(look, source),
      distinctAddresses(targets).then(allow),
      bootstraps.all,
      redialled,
      ownAsked.again,
      brokersAsked.again,
      ownAsked.all,
      brokersAsked.all,
    ]);
  const metadata = source === null ? noMetadata(look, bootstrapPaths) : metadataFrom(source, brokers ?? []);
  const paths = [...bootstrapPaths, ...brokerPaths];
  const again = [...ownAgain, ...brokersAgain];
  const group = await observeGroup(look, paths);
  return {
    names: names.flat(),
    again,
    paths,
    ...(redials.length === 0 ? {} : { redials }),
    metadata,
    reauthentication,
    ...(group === null ? {} : { group }),
  };
}

function brokerCount(source: PathObservation | null): number | null {
  return source?.metadata.outcome === 'ok' ? source.metadata.value.brokers.length : null;
}

/** The brokers that a Metadata answer names, and whether a token may go to them. */
function advertised(look: Look, { metadata }: PathObservation): readonly AdvertisedBroker[] {
  if (metadata.outcome !== 'ok') return [];
  return metadata.value.brokers.map((broker) => {
    const verdict = look.policy(broker.host, broker.port);
    return { ...broker, allowed: verdict.allowed, refusedBecause: verdict.allowed ? null : verdict.because };
  });
}

/** Twice what the rates dictate, where the user set no deadline. */
function allowTime(
  { config }: Look,
  deadline: Deadline,
  { packets, dials }: { readonly packets: number; readonly dials: number },
): void {
  const { deadlineMs, connectionsPerSecond, dnsPacketsPerSecond } = config.limits;
  if (deadlineMs === null)
    deadline.extendTo((dials / connectionsPerSecond + packets / dnsPacketsPerSecond) * 2_000);
}

function metadataFrom(
  { host, port, metadata }: PathObservation,
  brokers: readonly AdvertisedBroker[],
): Observation['metadata'] {
  if (metadata.outcome !== 'ok') return metadata;
  return {
    outcome: 'ok',
    value: { clusterId: metadata.value.clusterId, from: `${host}:${port}`, brokers },
    ms: metadata.ms,
  };
}

function noMetadata(look: Look, paths: readonly PathObservation[]): Observation['metadata'] {
  const failed = paths.map(({ metadata }) => metadata).find((metadata) => metadata.outcome === 'error');
  if (failed?.outcome === 'error') return failed;
  return look.signal.aborted ? skippedBy(look.signal) : skipped('no conversation got so far');
}

function endpointOf({ endpoint }: Config): Observation['endpoint'] {
  const { given, bootstraps, kind, clusterId, shard, region, nameRegion, apex, problems } = endpoint;
  return { given, bootstraps, kind, clusterId, shard, region, nameRegion, apex, problems };
}

function saidIn({ identity: { base, sts }, connectivity, limits }: Config): Observation['said'] & {} {
  const { connectionsPerSecond: rate, timeoutMs, deadlineMs } = limits;
  return {
    profile: base.kind === 'profile' ? base.profile : null,
    stsEndpoint: sts.endpoint,
    stsRegion: sts.region,
    caFile: connectivity.caFile,
    rate: rate === defaults.connectionsPerSecond ? null : rate,
    timeoutMs: timeoutMs === defaults.timeoutMs ? null : timeoutMs,
    deadlineMs,
  };
}

function expectationOf({
  connectivity,
  identity,
  endpoint,
  subjects,
  clientConfig,
}: Config): Observation['expectation'] {
  return {
    pattern: connectivity.pattern,
    cidrs: connectivity.cidrs,
    vpcCidrs: connectivity.vpcCidrs,
    expectAccount: identity.expectAccount,
    clusterArn: endpoint.clusterArn,
    topics: subjects.topics,
    group: subjects.group,
    clientConfig,
  };
}
