/** Mistakes that the config room found, as cases. */
import type { EndpointProblem } from '../../../config/config.ts';
import type { Case } from '../check.ts';

/** One failed case for each problem that belongs to the check. */
export function problemCases(
  problems: readonly EndpointProblem[],
  check: EndpointProblem['check'],
  names: readonly string[],
  words = 'main',
): readonly Case[] {
  return problems
    .filter((problem) => problem.check === check)
    .map(({ path, problem, expected }) => ({
      status: 'fail',
      subject: null,
      names,
      words,
      values: { problem, expected },
      evidence: [`${path}: ${problem}; expected ${expected}`],
    }));
}
