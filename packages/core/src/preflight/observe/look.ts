/** What all parts of one look share: the machine, the limits, the end. */
import type { SecureContext } from 'node:tls';
import type { Config, ResolverAddress } from '../../config/config.ts';
import { trustOf } from '../../net/dial.ts';
import { serverName } from '../../net/dns-query.ts';
import { hostPolicy, type HostPolicy } from '../../net/name-policy.ts';
import { createRateLimiter, type RateLimiter } from '../../net/rate-limit.ts';
import { skippedBy } from '../../net/timebox.ts';
import { isMskReachError } from '../../errors.ts';
import type { Ports } from '../../ports.ts';
import type { Step } from '../../step.ts';
import type { Observation } from '../observation.ts';
import { createPool, type Pool } from './pool.ts';

/** One event of a look under way. @public */
export interface Progress {
  readonly phase: 'identity' | 'names' | 'bootstrap' | 'brokers';
  readonly done: number;
  readonly total: number;
  /** What was just finished, e.g. a host name. */
  readonly subject?: string;
  /** What was seen of it: as it will stand in the observation. */
  readonly seen?: Seen;
}

/** Parts of an observation under way. @public */
export type Seen = Partial<Pick<Observation, 'names' | 'paths'>>;

export interface Look {
  readonly config: Config;
  readonly ports: Ports;
  readonly signal: AbortSignal;
  readonly policy: HostPolicy;
  /** What TLS trusts. */
  readonly trust: SecureContext;
  /** A turn for every TCP connection to a broker. */
  readonly connections: RateLimiter;
  /** A turn for every packet to this server. */
  readonly packetsTo: (server: Exclude<ResolverAddress, 'system'>) => RateLimiter;
  readonly pools: { readonly dials: Pool; readonly questions: Pool; readonly lookups: Pool };
  /** Whether there are tokens to present at all. */
  readonly hasToken: Promise<boolean>;
  /** A fresh token. */
  readonly token: () => Promise<string>;
  /** One of credentials that were fetched a second time. */
  readonly tokenAgain: () => Promise<Step<string>>;
  readonly progress: (phase: Progress['phase'], total: number) => (subject?: string, seen?: Seen) => void;
}

/** More handshakes at once would time out on this machine's own account. */
const DIALS_AT_ONCE = 64;
const QUESTIONS_AT_ONCE = 64;
/** Node gives getaddrinfo four threads: more at once would only wait there, their time running. */
const LOOKUPS_AT_ONCE = 4;

export interface LookOptions {
  readonly ports: Ports;
  readonly signal: AbortSignal;
  readonly hasToken: Promise<boolean>;
  readonly token: Look['token'];
  readonly tokenAgain: Look['tokenAgain'];
  readonly onProgress: ((event: Progress) => void) | undefined;
  readonly connections: RateLimiter | undefined;
}

export function createLook(
  config: Config,
  { ports, signal, hasToken, token, tokenAgain, onProgress, connections }: LookOptions,
): Look {
  const { connectionsPerSecond, dnsPacketsPerSecond } = config.limits;
  const packets = new Map<string, RateLimiter>();
  return {
    config,
    ports,
    signal,
    hasToken,
    token,
    tokenAgain,
    policy: hostPolicy(config.endpoint),
    trust: trustOf(config.connectivity.ca),
    connections: connections ?? createRateLimiter({ perSecond: connectionsPerSecond, ports }),
    packetsTo: (server) => {
      const name = serverName(server);
      const limiter = packets.get(name) ?? createRateLimiter({ perSecond: dnsPacketsPerSecond, ports });
      packets.set(name, limiter);
      return limiter;
    },
    pools: {
      dials: createPool(DIALS_AT_ONCE),
      questions: createPool(QUESTIONS_AT_ONCE),
      lookups: createPool(LOOKUPS_AT_ONCE),
    },
    progress: (phase, total) => {
      let done = 0;
      if (total > 0) onProgress?.({ phase, done, total });
      return (subject, seen) => {
        done += 1;
        onProgress?.({
          phase,
          done,
          total,
          ...(subject === undefined ? {} : { subject }),
          ...(seen === undefined ? {} : { seen }),
        });
      };
    },
  };
}

/** Runs one step: its value, its error by code, or skipped when the look ended meanwhile. */
export async function step<T>(
  { ports, signal }: Pick<Look, 'ports' | 'signal'>,
  run: () => Promise<T>,
): Promise<Step<T>> {
  const started = ports.monotonic();
  const ms = (): number => ports.monotonic() - started;
  if (signal.aborted) return skippedBy(signal);
  try {
    return { outcome: 'ok', value: await run(), ms: ms() };
  } catch (error) {
    if (signal.aborted) return skippedBy(signal);
    if (isMskReachError(error))
      return { outcome: 'error', code: error.code, detail: error.message, ms: ms(), facts: error.details };
    throw error;
  }
}

export function skipped(because: string): Step<never> {
  return { outcome: 'skipped', because };
}
