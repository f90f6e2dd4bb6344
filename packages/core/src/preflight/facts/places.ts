/** Whether two answers lead to different places: order, a part at a time and TTLs are no difference. */
import { isIP } from 'node:net';
import { liesIn } from '../addresses.ts';

/** Where somebody says that a name is. */
export interface Place {
  /** Who says it. */
  readonly by: string;
  readonly addresses: readonly string[];
}

/** So many names with one answer show that whoever gives it does not give another part each time. */
const ENOUGH_OF_ONE_ADDRESS = 8;
const ENOUGH_OF_MORE = 2;

/**
 * Compares places.
 *
 * @param all   every place that anybody gave for any name: together they show what a server that gives a part at a
 * time has
 * @param cidrs blocks that were declared: two answers within them lead to the same place
 */
export function comparePlaces(
  all: readonly Place[],
  cidrs: readonly string[] = [],
): (here: Place, there: Place) => boolean {
  const pools = new Map<string, Pool>();
  for (const { by, addresses } of all) {
    if (addresses.length === 0) continue;
    const pool = pools.get(by) ?? { addresses: new Set(), answers: new Map() };
    for (const address of addresses) pool.addresses.add(address);
    const answer = addresses.toSorted().join(' ');
    pool.answers.set(answer, (pool.answers.get(answer) ?? 0) + 1);
    pools.set(by, pool);
  }
  const knows = (by: string, addresses: readonly string[]): boolean =>
    addresses.some((address) => pools.get(by)?.addresses.has(address) ?? false);
  return (here, there) => {
    const [mine, theirs] = [ofFamiliesOf(here, there), ofFamiliesOf(there, here)];
    if (mine.length === 0 || knows(there.by, mine)) return false;
    if ([...mine, ...theirs].every((address) => liesIn(address, cidrs))) return false;
    return !knows(here.by, theirs) || isWhole(pools.get(there.by));
  };
}

interface Pool {
  readonly addresses: Set<string>;
  /** How often each answer was given. */
  readonly answers: Map<string, number>;
}

function isWhole(pool: Pool | undefined): boolean {
  const [[answer, count] = ['', 0], ...others] = pool?.answers ?? [];
  const enough = answer.includes(' ') ? ENOUGH_OF_MORE : ENOUGH_OF_ONE_ADDRESS;
  return others.length === 0 && count >= enough;
}

/** What one side has in the families that the other side has too: the rest cannot be compared. */
function ofFamiliesOf({ addresses }: Place, other: Place): readonly string[] {
  const families = new Set(other.addresses.map(isIP));
  return addresses.filter((address) => families.has(isIP(address)));
}
