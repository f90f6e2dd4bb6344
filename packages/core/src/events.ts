/**
 * What happens inside, for whoever listens: Node's `diagnostics_channel` under `msk-reach:` names. Fields have the names
 * of OpenTelemetry's semantic conventions where there is one. Nothing is made where nobody listens; no secret is in it.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/
 */
import { channel } from 'node:diagnostics_channel';
import { findMskReachError } from './errors.ts';
import type { Ports } from './ports.ts';

/** What every event has. @public */
export interface ReachEvent {
  /** How long it took, milliseconds. */
  readonly durationMs: number;
  /** Our error code where it failed. */
  readonly 'error.type'?: string;
}

/** The channels, and what is published on each when it is over. @public */
export interface ReachEvents {
  /** A token was asked for; the wait for credentials is in it. */
  readonly 'msk-reach:token': ReachEvent & {
    readonly 'cloud.region': string | null;
    /** How long the token lives, milliseconds. */
    readonly lifetimeMs?: number;
  };
  /** A link of the chain was fetched: the base (`roleArn` null) or an assumed role. */
  readonly 'msk-reach:credentials': ReachEvent & {
    readonly roleArn: string | null;
    /** RFC 3339; null where they never end. */
    readonly expiresAt?: string | null;
  };
  /** A client's connection to a broker: turn, name, every address, TLS. */
  readonly 'msk-reach:dial': ReachEvent & {
    readonly 'server.address': string;
    readonly 'server.port': number;
    readonly 'network.peer.address'?: string;
    readonly 'tls.protocol.version'?: string;
  };
  /** A look at the cluster and its diagnosis. */
  readonly 'msk-reach:preflight': ReachEvent & {
    readonly 'server.address': string;
    readonly status?: string;
    readonly rootCauses?: readonly string[];
    /** How many brokers Kafka named. */
    readonly brokers?: number;
  };
}

type Name = keyof ReachEvents;
type Fields<N extends Name> = Omit<ReachEvents[N], keyof ReachEvent>;

/** What is known before, and what of a success is told. */
interface Telling<N extends Name, T> {
  readonly about: Fields<N>;
  readonly told: (value: T) => Partial<Fields<N>>;
}

/** Runs it, and publishes what became of it where somebody listens. @throws what `run` throws */
export async function publishing<N extends Name, T>(
  name: N,
  { monotonic }: Pick<Ports, 'monotonic'>,
  { about, told }: Telling<N, T>,
  run: () => Promise<T>,
): Promise<T> {
  const listeners = channel(name);
  if (!listeners.hasSubscribers) return run();
  const started = monotonic();
  const publish = (more: object): void =>
    listeners.publish({ durationMs: monotonic() - started, ...about, ...more });
  try {
    const value = await run();
    publish(told(value));
    return value;
  } catch (error) {
    publish({ 'error.type': findMskReachError(error)?.code ?? 'INTERNAL' });
    throw error;
  }
}
