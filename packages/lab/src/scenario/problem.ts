import { MskReachError } from '@msk-reach/core';

/** One mistake in a scenario. @public */
export interface ScenarioProblem {
  /** JSON pointer to it (RFC 6901); '' is the whole. */
  readonly pointer: string;
  /** What would be right there. */
  readonly expected: string;
}

/** One mistake. */
export function problem(path: readonly (string | number)[], expected: string): ScenarioProblem {
  return { pointer: pointer(path), expected };
}

/** A JSON pointer (RFC 6901). */
export function pointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Every mistake of one scenario as one error, `CONFIG_INVALID`. `details.problems` has them one by one. */
export function invalidScenario(source: string, problems: readonly ScenarioProblem[]): MskReachError {
  const lines = problems.map(({ pointer, expected }) => `${source}: ${pointer || '/'}: ${expected}`);
  return new MskReachError('CONFIG_INVALID', lines.join('\n'), { details: { source, problems } });
}
