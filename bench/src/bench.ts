/** A bench: what it measures of both sides, and how its runs are taken. */
import { comparisonOf, type Comparison, type Side, type Terms } from './comparison.ts';
import type { Pair } from './statistics.ts';

/** What a bench gets. */
export interface BenchContext {
  /** Fires when the whole run is given up. */
  readonly signal: AbortSignal;
  /** Folder for CPU profiles of the measured processes; null: none are made. */
  readonly profiles: string | null;
  /** Words for people. */
  readonly say: (text: string) => void;
}

/** A bench that is ready to run. */
export interface RunningBench extends AsyncDisposable {
  /** One run of one side, in the bench's unit. */
  measure(side: Side): Promise<number>;
}

/** One comparison with a peer. */
export interface Bench extends Terms {
  /** What is set up and measured, in a sentence or two. */
  readonly setUp: string;
  /** Runs of each side, at least 5. */
  readonly runs: number;
  /** Runs of each side before those that count. @default 0 */
  readonly warmUps?: number;
  readonly start: (context: BenchContext) => Promise<RunningBench>;
}

/** Runs both sides in turn; who goes first alternates, so that neither always finds the machine as the other left it. */
export async function compare(bench: Bench, context: BenchContext): Promise<Comparison> {
  const { name, unit, setUp, runs, warmUps = 0 } = bench;
  context.say(`${name}: ${setUp}`);
  await using running = await bench.start(context);
  const pairs: Pair[] = [];
  for (let run = 0; run < warmUps + runs; run += 1) {
    context.signal.throwIfAborted();
    const pair = await measurePair(running, run % 2 === 0);
    if (run < warmUps) continue;
    pairs.push(pair);
    context.say(
      `${name} ${pairs.length}/${runs}: ours ${shortly(pair.ours)} ${unit}, peer ${shortly(pair.peer)} ${unit}`,
    );
  }
  return comparisonOf(bench, pairs);
}

async function measurePair(running: RunningBench, oursFirst: boolean): Promise<Pair> {
  if (oursFirst) return { ours: await running.measure('ours'), peer: await running.measure('peer') };
  const peer = await running.measure('peer');
  return { ours: await running.measure('ours'), peer };
}

/** A value as people read it. */
export function shortly(value: number): string {
  return String(Number(value.toPrecision(4)));
}
