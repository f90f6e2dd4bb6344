/** The kafkajs config: the user's options, and what must hold for MSK with IAM. */
import type { KafkaConfig } from 'kafkajs';
import { requireBootstrap, requireSoundEndpoint } from '../config/assert.ts';
import type { Config, MskReachOptions } from '../config/config.ts';
import { resolveConfig } from '../config/resolve.ts';
import type { Identity } from '../credentials/identity.ts';
import { MskReachError } from '../errors.ts';
import { watchCoordinators } from '../kafka/coordinator-watch.ts';
import { createRateLimiter, type RateLimiter } from '../net/rate-limit.ts';
import { createSocketSet, type SocketSet } from '../net/socket-set.ts';
import { realPorts, type Ports } from '../ports.ts';
import { createMechanism } from './authenticator.ts';
import { checkClientOptions } from './client-options.ts';
import { createDenials, type Denials } from './denials.ts';
import { createLogins, type Logins } from './logins.ts';
import { createSessions, type Sessions } from './sessions.ts';

/** Options of kafkajs that are the user's own. @public */
export type KafkaOptions = Omit<KafkaConfig, 'brokers' | 'ssl' | 'sasl' | 'socketFactory'>;

/** Options of the cluster and of kafkajs. @public */
export interface KafkaConfigOptions extends MskReachOptions {
  /** Passed on to kafkajs. `connectionTimeout` is 10,000 ms where nothing is said (kafkajs's own 1,000 is short for TLS across VPCs). */
  kafka?: KafkaOptions;
}

const CONNECTION_TIMEOUT_MS = 10_000;
/** Our own deadline ends before kafkajs's, whose message names no address. */
const SHARE_OF_TIMEOUT = 0.95;
const OURS = ['brokers', 'ssl', 'sasl', 'socketFactory'] as const;

/**
 * Only the kafkajs config, for frameworks that make their own client (NestJS). No preflight; nothing to close: it
 * holds cached credentials and no timer.
 *
 * @throws MskReachError CONFIG_INVALID, also for a bootstrap, Region or role that is wrong; CONFIG_CONFLICT
 * @public
 */
export async function createKafkaConfig(options: KafkaConfigOptions): Promise<KafkaConfig> {
  checkClientOptions(options);
  const { kafka = {}, ...reach } = options;
  refuseConflicts(kafka);
  const config = await resolveConfig(reach);
  requireBootstrap(config);
  requireSoundEndpoint(config);
  const { identityOf } = await import('../credentials/identity.ts');
  return kafkaConfigOf(config, kafka, clientParts(config, identityOf(config, realPorts), realPorts));
}

/** @throws MskReachError CONFIG_CONFLICT where an option is given that must be ours; `details.keys` names them */
export function refuseConflicts(kafka: object): void {
  const keys = OURS.filter((key) => key in kafka);
  if (keys.length === 0) return;
  throw new MskReachError(
    'CONFIG_CONFLICT',
    `kafka.${keys.join(', kafka.')}: msk-reach sets this itself; give bootstrap, ca, roles and dnsServer beside kafka instead`,
    { details: { keys } },
  );
}

/** What one client's connections share. */
export interface ClientParts {
  readonly identity: Identity;
  readonly ports: Ports;
  /** A turn for every connection to a broker. */
  readonly connections: RateLimiter;
  readonly logins: Logins;
  readonly denials: Denials;
  readonly sockets: SocketSet;
  readonly sessions: Sessions;
  /** Fires when the client is over. */
  readonly ended: AbortController;
}

/** The parts of a client over an identity. */
export function clientParts(config: Config, identity: Identity, ports: Ports): ClientParts {
  const connections = createRateLimiter({ perSecond: config.limits.connectionsPerSecond, ports });
  const [first] = config.endpoint.bootstraps;
  const bootstrap = first === undefined ? '' : `${first.host}:${first.port}`;
  const ended = new AbortController();
  const logins = createLogins({ identity, ports, connections, bootstrap, ended: ended.signal });
  const denials = createDenials(bootstrap, ports);
  const sessions = createSessions(ports, [watchCoordinators(denials.coordinator)]);
  const sockets = createSocketSet(ports);
  return { identity, ports, connections, logins, denials, sockets, sessions, ended };
}

/** The config over parts that already exist. */
export async function kafkaConfigOf(
  config: Config,
  kafka: KafkaOptions,
  { identity, ports, connections, logins, sockets, sessions }: ClientParts,
): Promise<KafkaConfig> {
  const { createSocketFactory } = await import('../net/socket-factory.ts');
  const { tokenProviderOf } = await import('../token/token-provider.ts');
  const connectionTimeout = kafka.connectionTimeout ?? CONNECTION_TIMEOUT_MS;
  const timeoutMs = connectionTimeout * SHARE_OF_TIMEOUT;
  return {
    reauthenticationThreshold: sessions.threshold,
    ...kafka,
    connectionTimeout,
    brokers: config.endpoint.bootstraps.map(({ host, port }) => `${host}:${port}`),
    ssl: true,
    sasl: createMechanism({ provider: tokenProviderOf(config, identity, ports), identity, logins, sessions }),
    socketFactory: sockets.counted(
      createSocketFactory(config, { ports, timeoutMs, connections, tap: sessions.tap }),
    ),
  };
}
