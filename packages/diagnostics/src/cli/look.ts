/** One look of a command: it can be interrupted, and is followed while it goes on. */
import { runPreflight, type MskReachOptions, type Preflight, type Selection } from '@msk-reach/core';
import type { Io } from './io.ts';
import { type Follower, progressLine } from './progress.ts';

/** Looks and diagnoses. @param follower hears how far it is; by default a line on a terminal's stderr */
export function look(
  options: MskReachOptions,
  selection: Selection,
  io: Io,
  follower: Follower = progressLine(io),
): Promise<Preflight> {
  return runPreflight(options, {
    ...selection,
    signal: io.interrupted,
    onProgress: follower.update,
  }).finally(follower.clear);
}
