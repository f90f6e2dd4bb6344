const SECOND_MS = 1000;

/**
 * Counts connections; says of each whether it is one too many for any sliding second.
 *
 * @param perSecond none for no limit
 * @param now       milliseconds since the epoch
 */
export function connectionQuota(perSecond: number | undefined, now: () => number): () => boolean {
  let accepted: readonly number[] = [];
  return () => {
    if (perSecond === undefined) return false;
    const at = now();
    accepted = [...accepted.filter((earlier) => earlier > at - SECOND_MS), at];
    return accepted.length > perSecond;
  };
}
