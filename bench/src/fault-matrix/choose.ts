/** Which scenario shows a cause: the plainest one that has it alone. */
import type { Scenario } from '@msk-reach/lab';

/** Scenarios by cause; a cause that no scenario shows alone is not there. */
export function chosen(
  ids: readonly string[],
  scenarios: readonly Scenario[],
): ReadonlyMap<string, Scenario> {
  const byPlainness = scenarios.toSorted((one, other) => plainness(one) - plainness(other));
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

/**
 * Last what needs root. Real brokers first: raw kafkajs can work with them. A failure before a warning. Then what takes
 * the fewest words.
 */
function plainness({ engine, ...rest }: Scenario): number {
  return (
    (rest.dns?.hosts === undefined ? 0 : 2_000_000) +
    (engine === 'wire' ? 1_000_000 : 0) +
    (rest.expect?.rootCauses?.length === 0 ? 100_000 : 0) +
    JSON.stringify(rest).length
  );
}
