/** The merge: flags over variables over the file over defaults. The only place that knows the order. */
import { checkIds, type MskReachOptions, type Selection } from '@msk-reach/core';
import { fileLayer, flagLayer, variableLayer, type Flags, type Given, type SettingsLayer } from './layers.ts';
import { checkOptions } from './options.ts';
import { mergeRoles } from './roles.ts';
import { quoted, UsageError } from './usage-error.ts';

/** What `check` works from. */
export interface CheckSettings {
  readonly options: MskReachOptions;
  readonly selection: Selection;
  readonly output: string;
  readonly failOn: 'fail' | 'warn';
  /** Who said what, by the core's option: for errors of the validator. */
  readonly sources: ReadonlyMap<string, Given>;
}

/** What the merge starts from. */
export interface SettingsInput {
  readonly flags: Flags;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Formats that exist. */
  readonly formats: readonly string[];
}

/**
 * Merges and checks what is the command's own; the rest is the core's to validate.
 *
 * @throws UsageError
 */
export function mergeSettings({ flags, env, formats }: SettingsInput): CheckSettings {
  const flagged = flags.values['config'];
  const variable = env['MSK_REACH_CONFIG'];
  const file = typeof flagged === 'string' ? flagged : variable === '' ? undefined : variable;
  const layers: SettingsLayer[] = [flagLayer(flags), variableLayer(env)];
  if (file !== undefined) layers.push(fileLayer(file));
  const merged = new Map<string, Given>();
  for (const { given } of layers.toReversed()) for (const [key, value] of given) merged.set(key, value);
  const roles = mergeRoles(layers);
  if (!merged.has('bootstrap'))
    throw new UsageError('no bootstrap is given; expected --bootstrap HOST[:PORT]');
  return {
    options: { ...coreOptions(merged), ...(roles === undefined ? {} : { roles }) } as MskReachOptions,
    selection: {
      ...(merged.has('only') ? { only: idsOf(merged, 'only') } : {}),
      skip: idsOf(merged, 'skip'),
    },
    output: oneOf(merged, 'output', formats, 'table'),
    failOn: oneOf(merged, 'failOn', ['fail', 'warn'], 'fail') as 'fail' | 'warn',
    sources: sourcesOf(merged),
  };
}

function coreOptions(merged: ReadonlyMap<string, Given>): Readonly<Record<string, unknown>> {
  const filled = checkOptions.flatMap(({ key, fills }): [string, unknown][] => {
    const given = merged.get(key);
    return fills === null || given === undefined ? [] : [[fills, given.value]];
  });
  return Object.fromEntries(filled);
}

function sourcesOf(merged: ReadonlyMap<string, Given>): ReadonlyMap<string, Given> {
  return new Map(
    checkOptions.flatMap(({ key, fills }): [string, Given][] => {
      const given = merged.get(key);
      return fills === null || given === undefined ? [] : [[fills, given]];
    }),
  );
}

function idsOf(merged: ReadonlyMap<string, Given>, key: string): readonly string[] {
  const given = merged.get(key);
  if (given === undefined) return [];
  const ids = (given.value as readonly string[]).map((id) => id.toUpperCase());
  const unknown = ids.filter((id) => !checkIds.some((one) => one === id));
  if (ids.length === 0)
    throw new UsageError(`${given.source} names no check; expected ids of 'msk-reach list-checks'`);
  if (unknown.length === 0) return ids;
  throw new UsageError(
    `${given.source}: ${unknown.map(quoted).join(', ')} is no check; expected ids of 'msk-reach list-checks'`,
  );
}

function oneOf(
  merged: ReadonlyMap<string, Given>,
  key: string,
  allowed: readonly string[],
  otherwise: string,
): string {
  const given = merged.get(key);
  if (given === undefined) return otherwise;
  const { value, source } = given;
  if (typeof value === 'string' && allowed.includes(value)) return value;
  throw new UsageError(`${source}: ${quoted(value)} is not offered; expected ${allowed.join(', ')}`);
}
