/** Which troubles come when, scaled to how long the soak lasts. */
import { PHASES, SHORT_PHASES } from './phases/all.ts';
import type { Phase } from './phases/phase.ts';
import { seeded, shuffled } from './random.ts';

/** Below that, only what half a minute has room for. */
const SHORT_BELOW_MINUTES = 2;
/** A longer soak has several rounds of about this many. */
const ROUND_MINUTES = 6;
const MINUTE_MS = 60_000;

/** A trouble, and how long it lasts. */
export interface Step {
  readonly phase: Phase;
  readonly ms: number;
}

/** What is going to happen. */
export interface Plan {
  /** At least so long in all; what brokers take to start comes on top where there is no room for it. */
  readonly totalMs: number;
  /** Before the first trouble. */
  readonly warmUpMs: number;
  /** Between two. */
  readonly calmMs: number;
  /** After the last one, at least. */
  readonly settleMs: number;
  /** The sessions that brokers grant. */
  readonly sessionMs: number;
  /** The role credentials that STS grants. */
  readonly credentialSeconds: number;
  readonly steps: readonly Step[];
}

/** The same for the same arguments. */
export function makePlan(minutes: number, seed: number): Plan {
  return minutes < SHORT_BELOW_MINUTES ? shortPlan(minutes) : longPlan(minutes, seed);
}

function shortPlan(minutes: number): Plan {
  const totalMs = minutes * MINUTE_MS;
  return {
    totalMs,
    warmUpMs: totalMs * 0.15,
    calmMs: totalMs * 0.1,
    settleMs: totalMs * 0.25,
    sessionMs: 5_000,
    credentialSeconds: 15,
    steps: SHORT_PHASES.map((phase) => ({ phase, ms: totalMs * 2 * phase.share })),
  };
}

function longPlan(minutes: number, seed: number): Plan {
  const rounds = Math.max(1, Math.floor(minutes / ROUND_MINUTES));
  const totalMs = minutes * MINUTE_MS;
  const roundMs = totalMs / rounds;
  const credentialSeconds = 60;
  const random = seeded(seed);
  const steps = Array.from({ length: rounds }, (_, round) =>
    (round === 0 ? PHASES : shuffled(PHASES, random)).map((phase) => ({
      phase,
      ms: lasting(phase, roundMs, round, credentialSeconds),
    })),
  );
  return {
    totalMs,
    warmUpMs: roundMs * 0.08,
    calmMs: roundMs * 0.03,
    settleMs: roundMs * 0.08,
    sessionMs: 20_000,
    credentialSeconds,
    steps: steps.flat(),
  };
}

/** In every second round STS stays away for longer than any credentials live. */
function lasting({ name, share }: Phase, roundMs: number, round: number, credentialSeconds: number): number {
  const outlasts = name === 'sts-outage' && round % 2 === 1;
  return Math.max(share * roundMs, outlasts ? credentialSeconds * 1_250 : 0);
}
