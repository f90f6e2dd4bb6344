/** The two usual ways to run both sides: each in a process that stays, or in a fresh process for every run. */
import type { BenchContext, RunningBench } from './bench.ts';
import type { Side } from './comparison.ts';
import { runOnce, startWorker } from './process.ts';

/** Where the two sides are run. */
export interface Place {
  /** A file of `children/`, without its ending. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  /** Closed at the end, e.g. the lab. */
  readonly owns?: readonly AsyncDisposable[];
}

/** A bench whose sides can be told what to measure. */
export interface RunningWorkers extends RunningBench {
  measure(side: Side, command?: string): Promise<number>;
}

/** Two processes, one for each side, which stay and are asked in turn. */
export function inWorkers({ name, env, owns = [] }: Place, context: BenchContext): RunningWorkers {
  const workers = {
    ours: startWorker({ name, side: 'ours', env }, context),
    peer: startWorker({ name, side: 'peer', env }, context),
  };
  return {
    measure: (side, command) => workers[side].measure(command),
    [Symbol.asyncDispose]: () => disposeAll([workers.ours, workers.peer, ...owns]),
  };
}

/**
 * A fresh process for every run.
 *
 * @param valueOf what a run is worth, from what the process said and when it was started (ms since the epoch)
 */
export function inFreshProcesses(
  { name, env, owns = [] }: Place,
  context: BenchContext,
  valueOf: (said: number, startedAt: number) => number = (said) => said,
): RunningBench {
  return {
    async measure(side: Side) {
      const { value, startedAt } = await runOnce({ name, side, env }, context);
      return valueOf(value, startedAt);
    },
    [Symbol.asyncDispose]: () => disposeAll(owns),
  };
}

async function disposeAll(things: readonly AsyncDisposable[]): Promise<void> {
  for (const thing of things) await thing[Symbol.asyncDispose]();
}
