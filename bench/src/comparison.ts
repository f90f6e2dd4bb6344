/** What comes out of a bench: one comparison, as the contract writes it. */
import { median, ratioInterval, type Pair } from './statistics.ts';

/** Whose run it is. */
export type Side = 'ours' | 'peer';

/** Which ratio is the better one. */
export type Better = 'lower' | 'higher';

/** What is the same for every run of a bench. */
export interface Terms {
  readonly name: string;
  /** Of a run's value. */
  readonly unit: string;
  readonly peerName: string;
  /** What ours / peer should be, or better. */
  readonly goal: number;
  readonly better: Better;
}

/** One line of `--json`; `comparison.schema.json` describes it. */
export interface Comparison {
  readonly bench: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number;
  readonly peerName: string;
  readonly ratio: number;
  readonly spread: readonly [number, number];
  readonly goal: number;
  readonly better: Better;
  readonly met: boolean;
  readonly runs: number;
}

/** The same pairs give the same interval. */
const SEED = 20_260_101;
/** More digits than any of this can be measured to. */
const DIGITS = 5;

/** The comparison that pairs of runs give. */
export function comparisonOf(terms: Terms, pairs: readonly Pair[]): Comparison {
  const { name, unit, peerName, goal, better } = terms;
  const ours = median(pairs.map((pair) => pair.ours));
  const peer = median(pairs.map((pair) => pair.peer));
  const [low, high] = ratioInterval(pairs, SEED);
  const spread = [rounded(low), rounded(high)] as const;
  return {
    bench: name,
    unit,
    ours: rounded(ours),
    peer: rounded(peer),
    peerName,
    ratio: rounded(ours / peer),
    spread,
    goal,
    better,
    met: isMet(spread, goal, better),
    runs: pairs.length,
  };
}

/** The goal is not worse than the better end of the spread. */
export function isMet([low, high]: readonly [number, number], goal: number, better: Better): boolean {
  return better === 'lower' ? low <= goal : high >= goal;
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
