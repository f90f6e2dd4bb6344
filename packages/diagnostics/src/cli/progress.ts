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

/** Few are done sooner than anybody reads how long they take. */
const WORTH_TELLING = 50;

/**
 * Counts, and for many brokers how long the rest of them takes at the pace so far. Silent where stderr is no terminal.
 *
 * @param now a clock that never steps, milliseconds
 */
export function progressLine({ stderr, env }: Io, now: () => number = () => performance.now()): Follower {
  if (!isLively(stderr, env)) return silent;
  const seen = new Map<Progress['phase'], string>();
  let started = now();
  return {
    update: ({ phase, done, total }) => {
      if (phase === 'brokers' && done === 0) started = now();
      const isLong = phase === 'brokers' && total >= WORTH_TELLING && done > 0 && done < total;
      const seconds = Math.ceil((((now() - started) / done) * (total - done)) / 1_000);
      const left = isLong ? `, about ${seconds} s left` : '';
      seen.set(phase, `${WORDS[phase]} ${done}/${total}${left}`);
      stderr.write(`${CLEAR}${[...seen.values()].join(', ')}`);
    },
    clear: () => void stderr.write(CLEAR),
  };
}
