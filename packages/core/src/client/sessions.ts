/** The logins on one client's connections, as seen on the wire: what they grant, and which are under way. */
import { watchAnswers, type RequestListener } from '../kafka/answer-watch.ts';
import { watchLogin, type LoginWatch } from '../kafka/login-watch.ts';
import { MskReachError } from '../errors.ts';
import type { Tap } from '../net/late-socket.ts';
import type { Ports } from '../ports.ts';
import { lively } from './lively.ts';

/** The sessions of one client's connections. */
export interface Sessions {
  /** Listens on a connection; `end` breaks it off. */
  readonly tap: (host: string, port: number, end: (error: Error) => void) => Tap;
  /** What the broker granted last, milliseconds; 0: no limit; null: nothing seen. */
  readonly granted: (host: string, port: number) => number | null;
  /**
   * Ends connections to a broker whose login has begun and cannot go on: the broker would take nothing else on them,
   * and kafkajs would go on using them.
   */
  readonly breakOff: (host: string, port: number, error: Error) => void;
  /** How many connections are logged in, within their session and not in the middle of another login. */
  readonly usable: () => number;
  /**
   * kafkajs's `reauthenticationThreshold`: how long before a session's end it logs in again, milliseconds. It has one
   * for all connections: so it is right for the shortest of their sessions, or that one would be renewed at each
   * request, and brokers take one re-authentication a second.
   */
  readonly threshold: number;
}

interface Watched {
  readonly watch: LoginWatch;
  readonly end: (error: Error) => void;
  /** What was granted last, milliseconds. */
  sessionMs: number;
  /** By the clock that never steps; null before the first login. */
  endsAt: number | null;
}

/** kafkajs's own threshold, right for sessions that are much longer. */
const USUAL_MS = 10_000;
/** Of a short session: it is renewed after more than half of it, with time to spare for the login itself. */
const SHARE = 0.4;

/** An account of sessions, empty as yet. @param listeners read along on the same connections */
export function createSessions(
  { monotonic }: Pick<Ports, 'monotonic'>,
  listeners: readonly RequestListener[] = [],
): Sessions {
  const granted = new Map<string, number>();
  const watched = new Map<string, Set<Watched>>();
  const lasts = ({ endsAt }: Watched, now: number): boolean => endsAt !== null && endsAt > now;
  const isUsable = (entry: Watched): boolean => lasts(entry, monotonic()) && !entry.watch.underWay();
  /** kafkajs asks for each request. A session that is over is renewed at the next one, whatever the threshold. */
  const thresholdMs = (): number => {
    const now = monotonic();
    let shortest = USUAL_MS / SHARE;
    for (const entries of watched.values())
      for (const entry of entries) if (lasts(entry, now)) shortest = Math.min(shortest, entry.sessionMs);
    return Math.floor(shortest * SHARE);
  };
  return {
    tap: (host, port, end) => {
      const key = `${host}:${port}`;
      const watch = watchLogin({
        granted: (ms) => {
          entry.sessionMs = ms === 0 ? Number.POSITIVE_INFINITY : ms;
          entry.endsAt = monotonic() + entry.sessionMs;
          granted.set(key, ms);
        },
        // kafkajs takes it for final, while a new connection may log in at once.
        outOfTurn: () => {
          if (entry.endsAt !== null) end(outOfTurn(key));
        },
      });
      const entry: Watched = { watch, end, sessionMs: Number.POSITIVE_INFINITY, endsAt: null };
      const entries = watched.get(key) ?? new Set<Watched>();
      watched.set(key, entries.add(entry));
      return { ...watchAnswers([watch.listener, ...listeners]), closed: () => void entries.delete(entry) };
    },
    granted: (host, port) => granted.get(`${host}:${port}`) ?? null,
    breakOff: (host, port, error) => {
      for (const { watch, end } of watched.get(`${host}:${port}`) ?? []) if (watch.underWay()) end(error);
    },
    usable: () => [...watched.values()].flatMap((entries) => [...entries].filter(isUsable)).length,
    threshold: lively(thresholdMs),
  };
}

function outOfTurn(broker: string): MskReachError {
  return new MskReachError(
    'KAFKA_CLOSED',
    `${broker} takes no other login on this connection within a second of the last: a new one is made`,
    { retryable: true, details: { broker } },
  );
}
