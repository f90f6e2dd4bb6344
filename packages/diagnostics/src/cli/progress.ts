/** One line on stderr that says how far the look is; gone when it ends. */
import type { Progress } from '@msk-reach/core';
import { isLively, type Io } from './io.ts';

/** A line that follows the look. */
export interface ProgressLine {
  readonly update: (event: Progress) => void;
  readonly clear: () => void;
}

const CLEAR = '\r\u001b[2K';
const WORDS: Readonly<Record<Progress['phase'], string>> = {
  identity: 'credentials',
  names: 'names',
  bootstrap: 'bootstrap addresses',
  brokers: 'brokers',
};

/** Silent where stderr is no terminal. */
export function progressLine({ stderr, env }: Io): ProgressLine {
  if (!isLively(stderr, env)) return { update: () => undefined, clear: () => undefined };
  const seen = new Map<Progress['phase'], string>();
  return {
    update: ({ phase, done, total }) => {
      seen.set(phase, `${WORDS[phase]} ${done}/${total}`);
      stderr.write(`${CLEAR}${[...seen.values()].join(', ')}`);
    },
    clear: () => void stderr.write(CLEAR),
  };
}
