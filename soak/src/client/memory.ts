import type { Memory } from '../protocol.ts';
import { type Point, slope } from '../slope.ts';

const KIB = 1_024;
const MIB = KIB * KIB;
const MINUTE_MS = 60_000;
/** Of the time: what is loaded and compiled late is no leak. */
const WARM_UP_SHARE = 0.25;
const LEAST_MS = 60_000;

interface Sample {
  readonly at: number;
  readonly heap: number;
  readonly rss: number;
}

/** Measures this process now and then. */
export class MemoryWatch {
  readonly #samples: Sample[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(everyMs: number) {
    this.#timer = setInterval(() => this.#sample(), everyMs);
  }

  /** When it was measured last. */
  get heapMiB(): number {
    return (this.#samples.at(-1)?.heap ?? 0) / MIB;
  }

  /** Ends it. @returns null when it was too short to tell */
  finish(): Memory | null {
    clearInterval(this.#timer);
    return memoryOf(this.#samples);
  }

  #sample(): void {
    // There with --expose-gc: then only what is held counts.
    globalThis.gc?.();
    const { heapUsed, external, rss } = process.memoryUsage();
    this.#samples.push({ at: performance.now(), heap: heapUsed + external, rss });
  }
}

/** The slopes after the warm-up; null when that is less than a minute ago. */
export function memoryOf(samples: readonly Sample[]): Memory | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (first === undefined || last === undefined) return null;
  const from = first.at + (last.at - first.at) * WARM_UP_SHARE;
  const counted = samples.filter(({ at }) => at >= from);
  if (last.at - from < LEAST_MS) return null;
  const grown = (of: (sample: Sample) => number): number => {
    const points = counted.map((sample): Point => ({ x: sample.at / MINUTE_MS, y: of(sample) / KIB }));
    return slope(points);
  };
  return {
    samples: counted.length,
    heapMiB: last.heap / MIB,
    heapKiBPerMinute: grown(({ heap }) => heap),
    rssMiB: last.rss / MIB,
    rssKiBPerMinute: grown(({ rss }) => rss),
  };
}
