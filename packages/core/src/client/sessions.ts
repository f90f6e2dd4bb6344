/** The logins on one client's connections, as seen on the wire: what they grant, and which are under way. */
import { watchLogin, type LoginWatch } from '../kafka/login-watch.ts';
import type { Tap } from '../net/late-socket.ts';

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
  /** kafkajs's `reauthenticationThreshold`: how long before a session's end it logs in again, milliseconds. */
  readonly threshold: number;
}

interface Watched {
  readonly watch: LoginWatch;
  readonly end: (error: Error) => void;
}

/** kafkajs's own threshold, right for sessions that are much longer. */
const USUAL_MS = 10_000;
/** Of a short session: it is renewed after more than half of it, with time to spare for the login itself. */
const SHARE = 0.4;

/** An account of sessions, empty as yet. */
export function createSessions(): Sessions {
  const granted = new Map<string, number>();
  const watched = new Map<string, Set<Watched>>();
  let thresholdMs = USUAL_MS;
  return {
    tap: (host, port, end) => {
      const key = `${host}:${port}`;
      const watch = watchLogin((ms) => {
        granted.set(key, ms);
        thresholdMs = ms === 0 ? USUAL_MS : Math.min(USUAL_MS, Math.floor(ms * SHARE));
      });
      const entry = { watch, end };
      const entries = watched.get(key) ?? new Set<Watched>();
      watched.set(key, entries.add(entry));
      return { ...watch, closed: () => void entries.delete(entry) };
    },
    granted: (host, port) => granted.get(`${host}:${port}`) ?? null,
    breakOff: (host, port, error) => {
      for (const { watch, end } of watched.get(`${host}:${port}`) ?? []) if (watch.underWay()) end(error);
    },
    threshold: lively(() => thresholdMs),
  };
}

/**
 * kafkajs takes a number when it is made, before any session was seen, and adds it to a Long of its own before each
 * request (2.2.4, network/connection.js): whatever has a bigint as `value` is one. A test holds kafkajs to that.
 */
function lively(read: () => number): number {
  const long = {
    get value() {
      return BigInt(read());
    },
    valueOf: read,
  };
  return long as unknown as number;
}
