/** Which scenario shows a cause: the plainest one that has it alone. */
import type { Scenario } from '@msk-reach/lab';

/** Scenarios by cause; a cause that no scenario shows alone is not there. */
export function chosen(
  ids: readonly string[],
  scenarios: readonly Scenario[],
): ReadonlyMap<string, Scenario> {
  const byPlainness = scenarios
    // A hosts file of its own needs root.
    .filter(({ dns }) => dns?.hosts === undefined)
    .toSorted((one, other) => plainness(one) - plainness(other));
  return new Map(
    ids.flatMap((id) => {
      const scenario = byPlainness.find((candidate) => showsAlone(candidate, id));
      return scenario === undefined ? [] : [[id, scenario] as const];
    }),
  );
}

function showsAlone({ expect }: Scenario, id: string): boolean {
  const roots = expect?.rootCauses ?? [];
  const [only] = roots;
  if (roots.length === 1) return only === id || (Array.isArray(only) && only[0] === id);
  return roots.length === 0 && expect?.warnings?.length === 1 && expect.warnings[0] === id;
}

/** Real brokers first: raw kafkajs can work with them. Then what takes the fewest words. */
function plainness({ engine, ...rest }: Scenario): number {
  return (engine === 'wire' ? 1_000_000 : 0) + JSON.stringify(rest).length;
}
