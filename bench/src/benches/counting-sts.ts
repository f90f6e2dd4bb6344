/** Runs whose value is the number of calls that STS got meanwhile. */
import type { BenchContext, RunningBench } from '../bench.ts';
import { startStsLab, stsCalls } from '../labs.ts';
import { inWorkers } from '../sides.ts';

/** @param name a file of `children/` that makes tokens */
export async function countingSts(name: string, context: BenchContext): Promise<RunningBench> {
  const lab = await startStsLab();
  const sides = inWorkers({ name, env: lab.env, owns: [lab] }, context);
  return {
    async measure(side) {
      const before = stsCalls(lab);
      await sides.measure(side);
      return stsCalls(lab) - before;
    },
    [Symbol.asyncDispose]: () => sides[Symbol.asyncDispose](),
  };
}
