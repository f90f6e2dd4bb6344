/** The longest times between two events. */
export interface Gaps {
  /** @param now milliseconds of a clock that never steps */
  event(now: number): void;
  /** The longest since the last call, the one that is still going on included. */
  take(now: number): number;
  /** The longest of all, the one that is still going on included. */
  longest(now: number): number;
}

/** Nothing has happened yet; the first event begins the first gap. */
export function gaps(): Gaps {
  let last: number | null = null;
  let longest = 0;
  let sinceTaken = 0;
  const note = (now: number): void => {
    if (last === null) return;
    longest = Math.max(longest, now - last);
    sinceTaken = Math.max(sinceTaken, now - last);
  };
  return {
    event(now) {
      note(now);
      last = now;
    },
    take(now) {
      note(now);
      const taken = sinceTaken;
      sinceTaken = 0;
      return taken;
    },
    longest(now) {
      note(now);
      return longest;
    },
  };
}
