/**
 * The settings room: what `check` adds to the core's settings. The core merges flags, variables and the file; here
 * are the command's own options, and mistakes as errors of usage.
 */
import {
  checkIds,
  isMskReachError,
  type ConfigIssue,
  type MskReachOptions,
  type Selection,
} from '@msk-reach/core';
import {
  checkSettings,
  flagLayer,
  mergeSettings as mergeAll,
  quoted,
  sayIssue,
  type Flags,
  type Settings,
} from '@msk-reach/core/settings';
import { formats } from '../render/all.ts';
import { type CheckOption, checkOptions, ownOptions, serveOptions, watchOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

const every: readonly string[] = formats.map(({ name }) => name);

/** What is made of a look, and how it is said. */
export interface OutputSettings {
  readonly selection: Selection;
  readonly output: string;
  readonly failOn: 'fail' | 'warn';
  /** Who said what, for errors of the validator. */
  readonly merged: Settings;
}

/** What `check` works from. */
export interface CheckSettings extends OutputSettings {
  /** As merged; {@link validOptions} says whether they are right. */
  readonly options: MskReachOptions;
}

/** What the merge starts from. */
export interface SettingsInput {
  readonly flags: Flags;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Formats that the command prints. @default all */
  readonly formats?: readonly string[];
  /** What the command takes besides the options of `check`. */
  readonly more?: readonly CheckOption[];
}

/**
 * Merges, and checks what is the command's own; the rest is the core's to validate.
 *
 * @throws UsageError
 */
export function mergeSettings(input: SettingsInput): CheckSettings {
  const settings = mergeOutput(input);
  const { options } = settings.merged;
  if (options['bootstrap'] === undefined && options['clusterArn'] === undefined)
    throw new UsageError('no bootstrap is given; expected --bootstrap HOST[:PORT], or --cluster-arn ARN');
  return { ...settings, options };
}

/**
 * The same for a command that looks at nothing: no bootstrap is needed.
 *
 * @throws UsageError
 */
export function mergeOutput({ flags, env, formats = every, more = [] }: SettingsInput): OutputSettings {
  const { config } = flags.values;
  const all = mergeAll({
    over: flagLayer(flags, [...checkOptions, ...more]),
    env,
    configFile: typeof config === 'string' ? config : undefined,
    own: [...ownOptions, ...more],
    // A config file serves all commands.
    passOver: [...watchOptions, ...serveOptions].map(({ key }) => key).filter(isNoneOf(more)),
  });
  const merged = withClientConfig(all);
  const { own, issues } = merged;
  if (issues.length > 0) throw new UsageError(issues.map(sayIssue).join('\n'));
  return {
    selection: {
      ...(own.has('only') ? { only: idsOf(own, 'only') } : {}),
      skip: idsOf(own, 'skip'),
    },
    output: oneOf(own, 'output', formats, 'table'),
    failOn: oneOf(own, 'failOn', ['fail', 'warn'], 'fail') as 'fail' | 'warn',
    merged,
  };
}

const isNoneOf =
  (options: readonly CheckOption[]) =>
  (key: string): boolean =>
    !options.some((option) => option.key === key);

/**
 * A whole number that the command takes.
 *
 * @throws UsageError
 */
export function wholeNumber({ merged }: OutputSettings, key: string, otherwise: number): number {
  const given = merged.own.get(key);
  if (given === undefined) return otherwise;
  const { value, source } = given;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  throw new UsageError(`${source}: ${quoted(value)} is no whole number of 1 or more`);
}

/** A text that the command takes. @throws UsageError */
export function textOf({ merged }: OutputSettings, key: string): string | undefined {
  const given = merged.own.get(key);
  if (given === undefined) return undefined;
  if (typeof given.value === 'string' && given.value !== '') return given.value;
  throw new UsageError(`${given.source}: ${quoted(given.value)} is no text`);
}

/** The one option of the core that only the command reads: a file that serves programs too does not start to be linted there. */
function withClientConfig(merged: Settings): Settings {
  const given = merged.own.get('clientConfig');
  return given === undefined
    ? merged
    : { ...merged, options: { ...merged.options, clientConfig: given.value } };
}

/**
 * The options, all of them right.
 *
 * @throws UsageError where they have the wrong shape, in the user's own spelling
 */
export async function validOptions({ merged }: CheckSettings): Promise<MskReachOptions> {
  try {
    return await checkSettings(merged);
  } catch (error) {
    if (!isMskReachError(error) || error.code !== 'CONFIG_INVALID') throw error;
    const issues = error.details['issues'] as readonly ConfigIssue[];
    throw new UsageError(issues.map(sayIssue).join('\n'), { cause: error });
  }
}

type Own = Settings['own'];

function idsOf(own: Own, key: string): readonly string[] {
  const given = own.get(key);
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

function oneOf(own: Own, key: string, allowed: readonly string[], otherwise: string): string {
  const given = own.get(key);
  if (given === undefined) return otherwise;
  const { value, source } = given;
  if (typeof value === 'string' && allowed.includes(value)) return value;
  throw new UsageError(`${source}: ${quoted(value)} is not offered; expected ${allowed.join(', ')}`);
}
