/** What is said while the look goes on: one line on stderr, gone when it ends, or the lines of a format that is live. */
import type { Progress } from '@msk-reach/core';
import type { Format } from '../render/rendering.ts';
import { isLively, write, type Io } from './io.ts';

/** Follows a look. */
export interface Follower {
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

/** The format's own lines on stdout, and the line on stderr where they do not share a terminal. */
export function follow(io: Io, { live }: Format): Follower {
  if (live === undefined) return progressLine(io);
  const line = io.stdout.isTTY === true ? silent : progressLine(io);
  return {
    update: (event) => {
      line.update(event);
      // What keeps this from being written keeps the report too, and is said then.
      write(io.stdout, live(event)).catch(() => undefined);
    },
    clear: line.clear,
  };
}

const silent: Follower = { update: () => undefined, clear: () => undefined };

/** Silent where stderr is no terminal. */
export function progressLine({ stderr, env }: Io): Follower {
  if (!isLively(stderr, env)) return silent;
  const seen = new Map<Progress['phase'], string>();
  return {
    update: ({ phase, done, total }) => {
      seen.set(phase, `${WORDS[phase]} ${done}/${total}`);
      stderr.write(`${CLEAR}${[...seen.values()].join(', ')}`);
    },
    clear: () => void stderr.write(CLEAR),
  };
}
