/** The logins on one client's connections, as seen on the wire: what they grant, and which are under way. */
import { watchLogin, type LoginWatch } from '../kafka/login-watch.ts';
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
  /** kafkajs's `reauthenticationThreshold`: how long before a session's end it logs in again, milliseconds. */
  readonly threshold: number;
}

interface Watched {
  readonly watch: LoginWatch;
  readonly end: (error: Error) => void;
  /** By the clock that never steps; null before the first login. */
  endsAt: number | null;
}

/** kafkajs's own threshold, right for sessions that are much longer. */
const USUAL_MS = 10_000;
/** Of a short session: it is renewed after more than half of it, with time to spare for the login itself. */
const SHARE = 0.4;

/** An account of sessions, empty as yet. */
export function createSessions({ monotonic }: Pick<Ports, 'monotonic'>): Sessions {
  const granted = new Map<string, number>();
  const watched = new Map<string, Set<Watched>>();
  let thresholdMs = USUAL_MS;
  const isUsable = ({ endsAt, watch }: Watched): boolean =>
    endsAt !== null && endsAt > monotonic() && !watch.underWay();
  return {
    tap: (host, port, end) => {
      const key = `${host}:${port}`;
      const watch = watchLogin((ms) => {
        entry.endsAt = ms === 0 ? Number.POSITIVE_INFINITY : monotonic() + ms;
        granted.set(key, ms);
        thresholdMs = ms === 0 ? USUAL_MS : Math.min(USUAL_MS, Math.floor(ms * SHARE));
      });
      const entry: Watched = { watch, end, endsAt: null };
      const entries = watched.get(key) ?? new Set<Watched>();
      watched.set(key, entries.add(entry));
      return { ...watch, closed: () => void entries.delete(entry) };
    },
    granted: (host, port) => granted.get(`${host}:${port}`) ?? null,
    breakOff: (host, port, error) => {
      for (const { watch, end } of watched.get(`${host}:${port}`) ?? []) if (watch.underWay()) end(error);
    },
    usable: () => [...watched.values()].flatMap((entries) => [...entries].filter(isUsable)).length,
    threshold: lively(() => thresholdMs),
  };
}
