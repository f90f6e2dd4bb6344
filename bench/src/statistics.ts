/** Medians, and how sure a ratio of medians is. */

/** One run of each side, one right after the other. */
export interface Pair {
  readonly ours: number;
  readonly peer: number;
}

const RESAMPLES = 4_000;
const CONFIDENCE = 0.95;

/** @param values at least one */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** ours / peer, of medians. */
export function ratioOf(pairs: readonly Pair[]): number {
  return median(pairs.map(({ ours }) => ours)) / median(pairs.map(({ peer }) => peer));
}

/**
 * The 95 % interval of the ratio by the percentile bootstrap: pairs are drawn again with replacement, so that what
 * both sides of a pair suffered together stays together.
 */
export function ratioInterval(pairs: readonly Pair[], seed: number): readonly [number, number] {
  const random = randomFrom(seed);
  const draw = (): Pair => pairs[Math.floor(random() * pairs.length)] as Pair;
  const ratios = Array.from({ length: RESAMPLES }, () => ratioOf(pairs.map(draw))).sort((a, b) => a - b);
  const tail = (1 - CONFIDENCE) / 2;
  return [quantile(ratios, tail), quantile(ratios, 1 - tail)];
}

/** @param sorted ascending, at least one */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}

/** mulberry32: numbers in [0, 1) that a seed determines. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
