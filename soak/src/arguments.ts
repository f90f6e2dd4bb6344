/** What `npm run soak -- ...` takes. */
import { parseArgs } from 'node:util';

const USAGE = 'soak takes --minutes N, --seed N and --log FILE';
const MOST_MINUTES = 1_440;

/** What was asked for. */
export interface SoakArguments {
  readonly minutes: number;
  /** Decides which fault comes how, and when. */
  readonly seed: number;
  /** Where everything that happens is written down; null for nowhere. */
  readonly log: string | null;
}

/** A mistake in the arguments, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the arguments.
 *
 * @param seed where none is given
 * @throws UsageError
 */
export function readArguments(args: readonly string[], seed: number): SoakArguments {
  const values = parse(args);
  const minutes = Number(values.minutes ?? Number.NaN);
  if (values.minutes === undefined) throw new UsageError(`--minutes is missing: ${USAGE}.`);
  if (!/^\d+(?:\.\d+)?$/u.test(values.minutes) || minutes < 0.5 || minutes > MOST_MINUTES)
    throw new UsageError(`--minutes must be 0.5 to ${MOST_MINUTES}, not '${values.minutes}': ${USAGE}.`);
  if (values.seed !== undefined && !/^\d{1,9}$/u.test(values.seed))
    throw new UsageError(
      `--seed must be a whole number of at most 9 digits, not '${values.seed}': ${USAGE}.`,
    );
  return {
    minutes,
    seed: values.seed === undefined ? seed : Number(values.seed),
    log: values.log ?? null,
  };
}

function parse(args: readonly string[]): {
  readonly minutes?: string | undefined;
  readonly seed?: string | undefined;
  readonly log?: string | undefined;
} {
  const value = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { minutes: value, seed: value, log: value } }).values;
  } catch (error) {
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`${what.replace(/\.$/u, '')}: ${USAGE}.`);
  }
}
