import { type AttemptCounter, attemptCounter } from './attempts.ts';
import type { ConnectionOutcome } from './connection.ts';

/**
 * What the gateway saw. A SYN that nobody answered, or that was refused, is seen by nobody.
 *
 * @public
 */
export interface GatewayStats {
  /** Connections that were accepted, those closed again at once included. */
  readonly attempts: number;
  /** The most of them within any one second, wherever it begins. */
  readonly maxPerSecond: number;
  /** Attempts in each second since the start. */
  readonly perSecond: readonly number[];
  /** By the name in the ClientHello, for names that lead somewhere. */
  readonly byName: Readonly<Record<string, number>>;
  /** By `ADDRESS:PORT`. */
  readonly byAddress: Readonly<Record<string, number>>;
  /** Connections open now. */
  readonly open: number;
  /** How they went; `quota` were closed because there were too many. */
  readonly outcomes: Readonly<Record<ConnectionOutcome | 'quota', number>>;
}

/** Names that are told apart; a hostile client may invent any number of them. */
const MAX_NAMES = 10_000;

/** Counts; `open` is known elsewhere. */
export interface Statistics {
  attempt(at: number, place: string): void;
  outcome(outcome: ConnectionOutcome | 'quota', serverName?: string): void;
  read(open: number): GatewayStats;
}

/** Starts counting. @param start milliseconds of a clock that never steps */
export function statistics(start: number): Statistics {
  const attempts: AttemptCounter = attemptCounter(start);
  const byName = new Map<string, number>();
  const byAddress = new Map<string, number>();
  const outcomes = {
    carried: 0,
    answered: 0,
    noClientHello: 0,
    unknownName: 0,
    brokerUnreachable: 0,
    quota: 0,
  };
  return {
    attempt(at, place) {
      attempts.add(at);
      byAddress.set(place, (byAddress.get(place) ?? 0) + 1);
    },
    outcome(outcome, serverName = '') {
      outcomes[outcome]++;
      const known = byName.get(serverName);
      const named = outcome !== 'noClientHello' && outcome !== 'unknownName' && serverName !== '';
      if (named && (known !== undefined || byName.size < MAX_NAMES)) byName.set(serverName, (known ?? 0) + 1);
    },
    read: (open) => ({
      attempts: attempts.total,
      maxPerSecond: attempts.maxPerSecond,
      perSecond: attempts.perSecond(),
      byName: Object.fromEntries(byName),
      byAddress: Object.fromEntries(byAddress),
      open,
      outcomes: { ...outcomes },
    }),
  };
}
