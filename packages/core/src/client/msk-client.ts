/**
 * The client: kafkajs for MSK Serverless behind a gate that looks at every broker first.
 */
import type { Kafka } from 'kafkajs';
import { requireBootstrap, requireSoundEndpoint } from '../config/assert.ts';
import { resolveConfig } from '../config/resolve.ts';
import { MskReachError } from '../errors.ts';
import { createHealth, type Health } from '../health/health.ts';
import type { Progress } from '../preflight/observe/look.ts';
import { inspect } from '../preflight/preflight.ts';
import type { Report } from '../preflight/report.ts';
import { realPorts, type Ports } from '../ports.ts';
import { announceLooks, announceRenewal, announceReuse } from './announce.ts';
import { checkClientOptions } from './client-options.ts';
import { closeClient } from './closing.ts';
import { gateError, refuses } from './gate.ts';
import {
  clientParts,
  kafkaConfigOf,
  refuseConflicts,
  type ClientParts,
  type KafkaConfigOptions,
} from './kafka-config.ts';
import { reuseReport } from './reuse.ts';
import type { TrackedKafka } from './tracked-kafka.ts';
import { troubleOf } from './trouble.ts';

/** Options of the cluster, the gate and kafkajs. `preflight` is the gate's mode: `require`, `warn` or `off`. @public */
export interface MskClientOptions extends KafkaConfigOptions {
  /** Called with every report, the gate's first. */
  onReport?: (report: Report) => void;
  /** Called as the gate looks. */
  onProgress?: (event: Progress) => void;
  /** Ends the gate early: the factory then throws ABORTED. */
  signal?: AbortSignal;
  /** How old a report may be before readiness calls it stale, milliseconds. @default 300000 */
  healthMaxAgeMs?: number;
  /** Look again in the background so often, milliseconds. @default never */
  healthRefreshMs?: number;
}

/** kafkajs behind its gate. Close it when done. @public */
export interface MskClient extends AsyncDisposable {
  /** A kafkajs client: make producers, consumers and admins of it. */
  readonly kafka: Kafka;
  /** The latest report; null as long as nobody looked (`preflight: 'off'`). */
  readonly report: Report | null;
  /** Looks again, now; one flight at a time. Credentials are shared with the client. */
  preflight(): Promise<Report>;
  /** Liveness and readiness, answered from the latest report: never a look for each request. */
  health(): Health;
  /**
   * Disconnects every producer, consumer and admin made of `kafka`, and ends looks and refreshes. Idempotent.
   *
   * Consumers finish the batch at hand, sends under way are waited for: 25 s at most in all, 10 s for sends, 2 s where
   * no broker lets us in. What is not done by then, and whatever is called later, rejects with CLOSED. When it
   * resolves, no socket and no timer is left.
   */
  close(): Promise<void>;
}

/**
 * Makes a kafkajs client for a cluster, after the gate: with `preflight: 'require'` (the default) every broker must
 * be reached and let us in first.
 *
 * @throws MskReachError CONFIG_INVALID, CONFIG_CONFLICT; PREFLIGHT_FAILED with the root cause and its fix in the
 * message and the report in `details.report`; ABORTED
 * @public
 */
export async function createMskClient(
  options: MskClientOptions,
  { ports = realPorts }: { readonly ports?: Ports } = {},
): Promise<MskClient> {
  checkClientOptions(options);
  const { kafka = {}, onReport, onProgress, signal, healthMaxAgeMs, healthRefreshMs, ...reach } = options;
  refuseConflicts(kafka);
  const config = await resolveConfig(reach);
  requireBootstrap(config);
  const { mode } = config.preflight;
  if (mode === 'off' || (mode === 'warn' && config.endpoint.bootstraps.length === 0))
    requireSoundEndpoint(config);
  const { identityOf } = await import('../credentials/identity.ts');
  const identity = identityOf(config, ports);
  const parts = clientParts(config, identity, ports);
  const { connections } = parts;
  const closing = new AbortController();
  let looked: Promise<unknown> = Promise.resolve();
  const look = async (stop: AbortSignal): Promise<Report> => {
    const inspection = inspect(config, {
      ports,
      identity,
      connections,
      signal: stop,
      onProgress,
      thorough: false,
    });
    looked = inspection.catch(() => undefined);
    const { report } = await inspection;
    stop.throwIfAborted();
    onReport?.(report);
    return report;
  };
  try {
    const reused = await reuseReport(config, ports);
    const report =
      mode === 'off' ? null : 'report' in reused ? reused.report : await gate(look, mode, signal);
    // With it comes kafkajs, which takes a tenth of a second to load; a look alone does without.
    const { TrackedKafka } = await import('./tracked-kafka.ts');
    const client = new TrackedKafka(await kafkaConfigOf(config, kafka, parts), parts);
    const logger = client.logger();
    identity.keepFresh((renewal) => announceRenewal(logger, renewal));
    if (config.preflight.reuse !== null) announceReuse(logger, config.preflight.reuse, reused);
    const announce = announceLooks(logger);
    if (report !== null) announce(report);
    const health = createHealth({
      run: async () => {
        const fresh = await look(closing.signal);
        announce(fresh);
        return fresh;
      },
      report,
      ageMs: 'report' in reused ? reused.ageMs : 0,
      ports,
      refreshEveryMs: healthRefreshMs,
      trouble: () => troubleOf(parts),
      isWanted: parts.sockets.isWanted,
      onError: (error) => {
        if (!closing.signal.aborted) logger.error(`The look in the background failed: ${String(error)}`);
      },
      ...(healthMaxAgeMs === undefined ? {} : { maxAgeMs: healthMaxAgeMs }),
    });
    return clientOf(client, { health, closing, parts, looked: () => looked });
  } catch (error) {
    identity.close();
    throw error;
  }
}

async function gate(
  look: (stop: AbortSignal) => Promise<Report>,
  mode: 'require' | 'warn',
  signal: AbortSignal | undefined,
): Promise<Report> {
  try {
    const report = await look(signal ?? new AbortController().signal);
    if (mode === 'require' && refuses(report)) throw gateError(report);
    return report;
  } catch (error) {
    if (signal?.aborted === true)
      throw new MskReachError('ABORTED', 'The gate was given up', { cause: signal.reason });
    throw error;
  }
}

interface Parts {
  readonly health: Health;
  readonly closing: AbortController;
  readonly parts: ClientParts;
  /** Resolves when the look under way is over. */
  readonly looked: () => Promise<unknown>;
}

function clientOf(kafka: TrackedKafka, { health, closing, parts, looked }: Parts): MskClient {
  let closed: Promise<void> | null = null;
  const closeAll = async (): Promise<void> => {
    health.close();
    closing.abort(new MskReachError('CLOSED', 'The client was closed'));
    await closeClient(kafka, parts, looked());
  };
  const close = (): Promise<void> => (closed ??= closeAll());
  return {
    kafka,
    get report() {
      return health.report();
    },
    preflight: () => health.refresh(),
    health: () => health,
    close,
    [Symbol.asyncDispose]: close,
  };
}
