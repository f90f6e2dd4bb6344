/** What `npm run bench -- ...` takes. */
import { parseArgs } from 'node:util';

/** What was asked for. */
export interface BenchArguments {
  /** Names of benches, in the order of the list; all where none is given. */
  readonly names: readonly string[];
  readonly json: boolean;
  readonly profiles: string | null;
}

/** A mistake in the arguments, in one sentence. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/**
 * Reads the arguments.
 *
 * @param known the names of all benches
 * @throws UsageError
 */
export function readArguments(args: readonly string[], known: readonly string[]): BenchArguments {
  const { only, json, profiles } = parse(args);
  if (only === undefined) return { names: known, json, profiles };
  const wanted = only
    .flatMap((value) => value.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0 || wanted.length === 0) {
    const what = unknown.length > 0 ? `No bench is called ${unknown.join(', ')}` : '--only names no bench';
    throw new UsageError(`${what}; there are: ${known.join(', ')}.`);
  }
  return { names: known.filter((name) => wanted.includes(name)), json, profiles };
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        only: { type: 'string', multiple: true },
        json: { type: 'boolean', default: false },
        'cpu-prof': { type: 'string' },
      },
    });
    return { only: values.only, json: values.json, profiles: values['cpu-prof'] ?? null };
  } catch (error) {
    const [what] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(
      `${what?.replace(/\.$/, '') ?? 'Wrong arguments'}: bench takes --only NAME (repeatable, or separated by commas), --json and --cpu-prof FOLDER.`,
    );
  }
}
