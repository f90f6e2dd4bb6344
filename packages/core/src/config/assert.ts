/** For callers that have no report to put findings in: problems of the endpoint become one error. */
import { MskReachError } from '../errors.ts';
import type { Config, ConfigIssue } from './config.ts';

/**
 * Throws where bootstrap, Region or a role is wrong.
 *
 * @throws MskReachError CONFIG_INVALID, `details.issues` lists every problem
 * @public
 */
export function requireSoundEndpoint(config: Config): void {
  if (config.endpoint.problems.length > 0) throw configInvalid(config.endpoint.problems);
}

/** One error that names every mistake. */
export function configInvalid(issues: readonly ConfigIssue[]): MskReachError {
  const lines = issues.map(({ path, problem, expected }) => {
    const wrong = `${path === '' ? 'options' : path}: ${problem}`;
    return problem.endsWith('?') ? wrong : `${wrong}; expected ${expected}`;
  });
  const head =
    issues.length === 1 ? 'The options have a mistake' : `The options have ${issues.length} mistakes`;
  const plain = issues.map(({ path, problem, expected }) => ({ path, problem, expected }));
  return new MskReachError('CONFIG_INVALID', `${head}:\n  ${lines.join('\n  ')}`, {
    details: { issues: plain },
  });
}
