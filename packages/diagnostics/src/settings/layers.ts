/** Flags, variables and the config file, each read into the same shape. */
import { readFileSync } from 'node:fs';
import { checkOptions, flagOf, notYetOffered, variableOf, type CheckOption } from './options.ts';
import type { GivenRole, RoleLayer, RoleValues } from './roles.ts';
import { quoted, UsageError } from './usage-error.ts';

/** One value and who said it. */
export interface Given {
  readonly value: unknown;
  readonly source: string;
}

/** What one source says. */
export interface SettingsLayer extends RoleLayer {
  readonly given: ReadonlyMap<string, Given>;
}

/** What the command line collected. */
export interface Flags {
  /** Text by config key; lists for repeatable options. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly roles: readonly GivenRole[];
  /** `--external-id` and `--session-name` without a role before them. */
  readonly externalId?: string;
  readonly sessionName?: string;
}

/** The command line. */
export function flagLayer({ values, roles, externalId, sessionName }: Flags): SettingsLayer {
  const given = new Map<string, Given>();
  for (const option of checkOptions) {
    const value = values[option.key];
    if (value === undefined) continue;
    const source = flagOf(option.key);
    given.set(option.key, { value: typeof value === 'string' ? read(option, value, source) : value, source });
  }
  const one = (value: string | undefined, source: string): RoleValues | null =>
    value === undefined ? null : { values: [value], source };
  return {
    given,
    roles: roles.length > 0 ? roles : null,
    externalIds: one(externalId, '--external-id'),
    sessionNames: one(sessionName, '--session-name'),
  };
}

/** Variables `MSK_REACH_*`; an empty one says nothing. */
export function variableLayer(env: Readonly<Record<string, string | undefined>>): SettingsLayer {
  const given = new Map<string, Given>();
  for (const option of checkOptions) {
    const source = variableOf(option.key);
    const text = env[source];
    if (text === undefined || text === '') continue;
    given.set(option.key, {
      value: option.kind === 'list' ? commas(text) : read(option, text, source),
      source,
    });
  }
  for (const key of notYetOffered) {
    if ((env[variableOf(key)] ?? '') !== '') throw notOffered(variableOf(key));
  }
  const list = (source: string): RoleValues | null => {
    const text = env[source];
    return text === undefined || text === ''
      ? null
      : { values: text.split(',').map((part) => part.trim()), source };
  };
  const arns = list('MSK_REACH_ROLE');
  return {
    given,
    roles: arns === null ? null : arns.values.filter((arn) => arn !== '').map((arn) => ({ arn })),
    externalIds: list('MSK_REACH_EXTERNAL_ID'),
    sessionNames: list('MSK_REACH_SESSION_NAME'),
  };
}

/** A JSON file with the same options by their config keys. */
export function fileLayer(file: string): SettingsLayer {
  const content = parse(file);
  const given = new Map<string, Given>();
  let roles: readonly GivenRole[] | null = null;
  for (const [key, value] of Object.entries(content)) {
    const source = `'${key}' in ${file}`;
    const option = checkOptions.find((one) => one.key === key);
    if (key === 'roles') roles = value as readonly GivenRole[];
    else if (notYetOffered.includes(key)) throw notOffered(source);
    else if (option === undefined)
      throw new UsageError(`${file}: ${quoted(key)} is not an option; expected one of ${known()}`);
    else given.set(key, { value: checkShape(option, value, source), source });
  }
  if (roles !== null && !areRoles(roles)) {
    throw new UsageError(
      `'roles' in ${file} is not a list of roles; expected [{ "arn": "arn:aws:iam::...", "externalId": "..." }]`,
    );
  }
  return { given, roles, externalIds: null, sessionNames: null };
}

/** An option that stands in the contract and not yet in this version. */
export function notOffered(source: string): UsageError {
  return new UsageError(`${source} is not offered by this version of msk-reach`);
}

function parse(file: string): Readonly<Record<string, unknown>> {
  let content: unknown;
  try {
    // Editors on Windows begin a file with a byte order mark.
    content = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the config file ${quoted(file)} cannot be read: ${reason}`, { cause: error });
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new UsageError(
      `the config file ${quoted(file)} holds no JSON object; expected { "bootstrap": "...", ... }`,
    );
  }
  return content as Readonly<Record<string, unknown>>;
}

/** Text of a flag or a variable. */
function read({ kind, key }: CheckOption, text: string, source: string): unknown {
  if (kind === 'ids') return commas(text);
  if (kind !== 'number') return text;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UsageError(
    `${source}: ${quoted(text)} is not a whole number; expected ${key === 'rate' ? 'connection attempts a second' : 'milliseconds'}`,
  );
}

function checkShape({ kind }: CheckOption, value: unknown, source: string): unknown {
  const isText = typeof value === 'string';
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  const fits = { text: isText, number: typeof value === 'number', list: isList, ids: isList }[kind];
  const expected = {
    text: 'a text',
    number: 'a number',
    list: 'a list of texts',
    ids: 'a list of check ids',
  }[kind];
  if (!fits) throw new UsageError(`${source}: ${quoted(value)} has the wrong shape; expected ${expected}`);
  return value;
}

function areRoles(value: unknown): boolean {
  const isRole = (item: unknown): boolean =>
    typeof item === 'object' && item !== null && 'arn' in item && typeof item.arn === 'string';
  return Array.isArray(value) && value.every(isRole);
}

function commas(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function known(): string {
  return [...checkOptions.map(({ key }) => key), 'roles'].join(', ');
}
