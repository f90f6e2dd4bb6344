/** How long the brokers let a login last, and when kafkajs has to log in again. */
import { watchSession } from '../kafka/session-watch.ts';
import type { Tap } from '../net/late-socket.ts';

/** The sessions of one client's connections. */
export interface Sessions {
  /** Listens on a connection. */
  readonly tap: (host: string, port: number) => Tap;
  /** What the broker granted last, milliseconds; 0: no limit; null: nothing seen. */
  readonly granted: (host: string, port: number) => number | null;
  /** kafkajs's `reauthenticationThreshold`: how long before a session's end it logs in again, milliseconds. */
  readonly threshold: number;
}

/** kafkajs's own threshold, right for sessions that are much longer. */
const USUAL_MS = 10_000;
/** Of a short session: it is renewed after more than half of it, with time to spare for the login itself. */
const SHARE = 0.4;

/** An account of sessions, empty as yet. */
export function createSessions(): Sessions {
  const granted = new Map<string, number>();
  let thresholdMs = USUAL_MS;
  return {
    tap: (host, port) =>
      watchSession((ms) => {
        granted.set(`${host}:${port}`, ms);
        thresholdMs = ms === 0 ? USUAL_MS : Math.min(USUAL_MS, Math.floor(ms * SHARE));
      }),
    granted: (host, port) => granted.get(`${host}:${port}`) ?? null,
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
