/** The kafkajs config: the user's options, and what must hold for MSK with IAM. */
import type { KafkaConfig } from 'kafkajs';
import { requireSoundEndpoint } from '../config/assert.ts';
import type { Config, MskReachOptions } from '../config/config.ts';
import { resolveConfig } from '../config/resolve.ts';
import type { Identity } from '../credentials/identity.ts';
import { isMskReachError, MskReachError } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { realPorts } from '../ports.ts';

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
  const { kafka = {}, ...reach } = options;
  refuseConflicts(kafka);
  const config = await resolveConfig(reach);
  requireSoundEndpoint(config);
  const { createIdentity } = await import('../credentials/identity.ts');
  const identity = createIdentity(config.identity, config.endpoint.region, realPorts, {
    timeoutMs: config.limits.timeoutMs,
  });
  return kafkaConfigOf(config, kafka, { identity, ports: realPorts });
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

/** The config over an identity that already exists. */
export async function kafkaConfigOf(
  config: Config,
  kafka: KafkaOptions,
  { identity, ports }: { readonly identity: Identity; readonly ports: Ports },
): Promise<KafkaConfig> {
  const { createSocketFactory } = await import('../net/socket-factory.ts');
  const { tokenProviderOf } = await import('../token/token-provider.ts');
  const provider = tokenProviderOf(config, identity, ports);
  const connectionTimeout = kafka.connectionTimeout ?? CONNECTION_TIMEOUT_MS;
  return {
    ...kafka,
    connectionTimeout,
    brokers: config.endpoint.bootstraps.map(({ host, port }) => `${host}:${port}`),
    ssl: true,
    sasl: {
      mechanism: 'oauthbearer',
      oauthBearerProvider: async () => ({
        value: await provider.token().then(({ value }) => value, rethrow),
      }),
    },
    socketFactory: createSocketFactory(config, { ports, timeoutMs: connectionTimeout * SHARE_OF_TIMEOUT }),
  };
}

/** kafkajs goes by `retriable`, and takes an error without it for one that may be tried again. */
function rethrow(error: unknown): never {
  throw Object.assign(new Error(error instanceof Error ? error.message : String(error), { cause: error }), {
    name: 'MskReachError',
    code: isMskReachError(error) ? error.code : 'INTERNAL',
    retriable: isMskReachError(error) && error.retryable,
  });
}
