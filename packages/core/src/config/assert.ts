/** For callers that have no report to put findings in: problems of the endpoint become one error. */
import { MskReachError } from '../errors.ts';
import type { Config, ConfigIssue } from './config.ts';
import { expectedAt } from './expected.ts';

/**
 * Throws where bootstrap, Region or a role is wrong.
 *
 * @throws MskReachError CONFIG_INVALID, `details.issues` lists every problem
 * @public
 */
export function requireSoundEndpoint(config: Config): void {
  if (config.endpoint.problems.length > 0) throw configInvalid(config.endpoint.problems);
}

/** Throws where nothing says which brokers to connect to: a client is not told by AWS. */
export function requireBootstrap({ endpoint }: Config): void {
  const path = 'bootstrap';
  if (endpoint.given.length === 0)
    throw configInvalid([{ path, problem: 'is missing', expected: expectedAt(path) }]);
}

/** One error that names every mistake. */
export function configInvalid(issues: readonly ConfigIssue[]): MskReachError {
  const lines = issues.map(sayIssue);
  const head =
    issues.length === 1 ? 'The options have a mistake' : `The options have ${issues.length} mistakes`;
  const plain = issues.map(({ path, problem, expected, source }) => ({
    path,
    problem,
    expected,
    ...(source === undefined ? {} : { source }),
  }));
  return new MskReachError('CONFIG_INVALID', `${head}:\n  ${lines.join('\n  ')}`, {
    details: { issues: plain },
  });
}

/** One mistake as a line. */
export function sayIssue({ path, problem, expected, source }: ConfigIssue): string {
  const isAboutSource = path === '' && source !== undefined;
  const wrong = isAboutSource
    ? `${source} ${problem}`
    : `${source ?? (path === '' ? 'options' : path)}: ${problem}`;
  return problem.endsWith('?') || expected === '' ? wrong : `${wrong}; expected ${expected}`;
}
