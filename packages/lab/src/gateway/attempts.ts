/** How many attempts came within one sliding second, and how they were spread. */
export interface AttemptCounter {
  /** @param at milliseconds of a clock that never steps */
  add(at: number): void;
  readonly total: number;
  /** The most attempts that fell within any one second, wherever it begins. */
  readonly maxPerSecond: number;
  /** Attempts in each second since the start. */
  perSecond(): readonly number[];
}

/** Counts from `start` on, a time of the same clock. */
export function attemptCounter(start: number): AttemptCounter {
  const window = slidingSecond();
  const seconds: number[] = [];
  let total = 0;
  let maxPerSecond = 0;
  return {
    add(at) {
      total++;
      window.add(at);
      maxPerSecond = Math.max(maxPerSecond, window.count(at));
      const second = Math.floor((at - start) / 1000);
      while (seconds.length <= second) seconds.push(0);
      seconds[second] = (seconds[second] ?? 0) + 1;
    },
    get total() {
      return total;
    },
    get maxPerSecond() {
      return maxPerSecond;
    },
    perSecond: () => [...seconds],
  };
}

/** Moments of the last second. */
export interface SlidingSecond {
  add(at: number): void;
  /** How many of them lie within the second that ends now. */
  count(now: number): number;
}

/** An empty window. */
export function slidingSecond(): SlidingSecond {
  let moments: number[] = [];
  let first = 0;
  return {
    add(at) {
      moments.push(at);
    },
    count(now) {
      while (first < moments.length && (moments[first] ?? now) <= now - 1000) first++;
      if (first > 1024 && first * 2 > moments.length) {
        moments = moments.slice(first);
        first = 0;
      }
      return moments.length - first;
    },
  };
}
