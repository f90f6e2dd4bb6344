/** What the lab's log says about its clients: who logged in, who was refused, who asked STS. */
import { PEER_ROLE, PEER_SESSION } from './peer-role.ts';
import type { Side } from './protocol.ts';

const ACCEPTED = /^auth accepted arn=(\S+) broker=\d+ session_ms=(\d+)$/u;
const REFUSED = /^auth refused reason=(\S+) detail=(\S+|".*") broker=/u;
const STS = /^sts action=\S+ outcome=(\S+)(?: .*)?$/u;
const PEER = PEER_ROLE.slice(PEER_ROLE.lastIndexOf('/'));
/** Whoever makes the topics, before any client is there. */
const LAB_ITSELF = ':user/topic-maker';

/** The counts of one side. */
export interface SideCounts {
  /** Accepted logins and re-authentications: each takes a token. */
  readonly logins: number;
  /** Refused with "Too many connects", the token being good. */
  readonly throttled: number;
  /** As whom it was let in. */
  readonly principals: readonly string[];
  /** Requests that reached STS. */
  readonly stsCalls: number;
}

/** Reads the lab's log as it is written. */
export class LabLog {
  readonly #logins = { ours: 0, peer: 0 };
  readonly #throttled = { ours: 0, peer: 0 };
  readonly #stsCalls = { ours: 0, peer: 0 };
  readonly #principals = { ours: new Set<string>(), peer: new Set<string>() };
  readonly #refusals = new Map<string, number>();

  heard(line: string): void {
    const accepted = ACCEPTED.exec(line);
    if (accepted !== null) return this.#accepted(accepted[1] ?? '');
    const [, reason = '', detail = ''] = REFUSED.exec(line) ?? [];
    if (reason === 'too_many_connects') this.#throttled[sideOf(detail)] += 1;
    else if (reason !== '') this.#refusals.set(reason, (this.#refusals.get(reason) ?? 0) + 1);
    else if (STS.test(line)) this.#stsCalls[line.endsWith(` session=${PEER_SESSION}`) ? 'peer' : 'ours'] += 1;
  }

  of(side: Side): SideCounts {
    return {
      logins: this.#logins[side],
      throttled: this.#throttled[side],
      principals: [...this.#principals[side]],
      stsCalls: this.#stsCalls[side],
    };
  }

  /** Tokens that were refused, by the lab's own reasons; nobody knows whose they were. */
  refusals(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#refusals);
  }

  #accepted(arn: string): void {
    if (arn.endsWith(LAB_ITSELF)) return;
    this.#logins[sideOf(arn)] += 1;
    this.#principals[sideOf(arn)].add(arn);
  }
}

function sideOf(arn: string): Side {
  return arn.includes(`:assumed-role${PEER}/`) ? 'peer' : 'ours';
}
