/**
 * `preflight-memory`: what a further broker adds to the resident memory of a look.
 *
 * Ours: a look at 1,000 brokers less one at 500, each in a fresh process, for each broker that was added. The heap is
 * kept small, as in a small container: by default V8 lets garbage lie for as long as there is room, and that would be
 * measured instead. No garbage is collected by hand. The peer is a number: what a broker may cost.
 */
import type { Bench } from '../bench.ts';
import { BROKERS } from '../children/environment.ts';
import { startBenchLab, type BenchLab } from '../labs.ts';
import { inFreshProcesses } from '../sides.ts';

const FEW = 500;
const MANY = 1_000;
const ADDRESSES = 3;
const KIB_A_BROKER = 20;
const SMALL_HEAP = '--max-old-space-size=40 --max-semi-space-size=1';

export const preflightMemory: Bench = {
  name: 'preflight-memory',
  unit: 'KiB a broker',
  peerName: `${KIB_A_BROKER} KiB`,
  goal: 1,
  better: 'lower',
  runs: 7,
  setUp:
    'resident set after a preflight of 1,000 brokers behind three addresses, less that after one of 500, for each broker more; in a heap of 40 MiB',
  async start(context) {
    const few = await looksAt(FEW);
    const many = await looksAt(MANY);
    const after = (lab: BenchLab, count: number) =>
      inFreshProcesses(
        {
          name: 'preflight-memory',
          env: { ...lab.env, NODE_OPTIONS: SMALL_HEAP, [BROKERS]: String(count) },
          owns: [lab],
        },
        context,
      );
    const sides = { few: after(few, FEW), many: after(many, MANY) };
    return {
      async measure(side) {
        if (side === 'peer') return KIB_A_BROKER;
        const fewer = await sides.few.measure('ours');
        return ((await sides.many.measure('ours')) - fewer) / (MANY - FEW);
      },
      async [Symbol.asyncDispose]() {
        await sides.few[Symbol.asyncDispose]();
        await sides.many[Symbol.asyncDispose]();
      },
    };
  },
};

function looksAt(brokers: number): Promise<BenchLab> {
  return startBenchLab({ engine: 'wire', cluster: { brokers }, network: { zones: ADDRESSES } });
}
