/** The merge: options or flags over variables over the file. The only place that knows the order. */
import type { ConfigIssue } from '../config/config.ts';
import { EXCLUSIVE } from '../config/conflicts.ts';
import { fileLayer } from './file-layer.ts';
import type { Given, SettingsLayer } from './layer.ts';
import { nameOf, reachSettings, variableOf, type Setting } from './options.ts';
import { quoted } from './quoted.ts';
import { mergeRoles, type MergedRoles } from './roles.ts';
import { variableLayer, type Variables } from './variable-layer.ts';

/** What a merge starts from. */
export interface SettingsInput {
  /** What goes over everything else: options or flags. */
  readonly over: SettingsLayer;
  readonly env: Variables;
  /** @default the one that `MSK_REACH_CONFIG` names */
  readonly configFile?: string | undefined;
  /** Settings of the caller's own, beside those of the core. */
  readonly own?: readonly Setting[];
  /** Config keys of others, who share the file. */
  readonly passOver?: readonly string[];
}

/** What all sources say together, before anybody validated it. */
export interface Settings {
  /** For the core. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The caller's own, by key, each with who said it. */
  readonly own: ReadonlyMap<string, { readonly value: unknown; readonly source: string }>;
  /** What could not be read. */
  readonly issues: readonly ConfigIssue[];
  /** Names a mistake in `options` by who made it. */
  readonly traced: (issue: ConfigIssue) => ConfigIssue;
}

/** Merges. Says what is wrong in the issues, and never throws. */
export function mergeSettings({ over, env, configFile, own = [], passOver = [] }: SettingsInput): Settings {
  const settings: readonly Setting[] = [...reachSettings, ...own];
  const known = settings.map(({ key }) => key).filter((key) => !passOver.includes(key));
  const named = env[variableOf('config')] ?? '';
  const file = configFile ?? (named === '' ? null : named);
  const layers = [over, variableLayer(env, settings)];
  if (file !== null) layers.push(fileLayer(file, { settings, passOver, known }));
  const merged = mergeGiven(layers);
  const chain = mergeRoles(layers);
  const ownNames = new Set(own.map(nameOf));
  const options: Record<string, unknown> = chain.roles === undefined ? {} : { roles: chain.roles };
  const forCaller = new Map<string, { readonly value: unknown; readonly source: string }>();
  for (const [name, { value, source }] of merged) {
    if (ownNames.has(name)) forCaller.set(name, { value, source: source ?? name });
    else options[name] = value;
  }
  return {
    options,
    own: forCaller,
    issues: [...layers.flatMap(({ issues }) => issues), ...chain.issues],
    traced: (issue) => trace(issue, merged, chain),
  };
}

/** Strongest first. What excludes something stronger is not said at all: `ca` as an option silences a `caFile` below. */
function mergeGiven(layers: readonly SettingsLayer[]): ReadonlyMap<string, Given> {
  const merged = new Map<string, Given>();
  for (const { given } of layers) {
    const stronger = new Map(merged);
    for (const [name, one] of given)
      if (!stronger.has(name) && !rivalsOf(name).some((rival) => isSaid(stronger.get(rival))))
        merged.set(name, one);
  }
  return merged;
}

function rivalsOf(name: string): readonly string[] {
  return EXCLUSIVE.filter((pair) => pair.includes(name))
    .flat()
    .filter((other) => other !== name);
}

function isSaid(given: Given | undefined): boolean {
  return given !== undefined && given.value !== false;
}

function trace(issue: ConfigIssue, merged: ReadonlyMap<string, Given>, chain: MergedRoles): ConfigIssue {
  const [, role, field] = /^roles\[(\d+)\](?:\.(.*))?$/s.exec(issue.path) ?? [];
  if (role !== undefined) {
    const source = chain.spell(Number(role), field);
    return source === null ? issue : { ...issue, source };
  }
  const [, name = '', index] = /^(\w+)(?:\[(\d+)\])?/.exec(issue.path) ?? [];
  const { value, source = null } = merged.get(name) ?? {};
  if (source === null) return issue;
  const shown = Array.isArray(value) && index !== undefined ? (value[Number(index)] as unknown) : value;
  return { ...issue, source, problem: `${quoted(shown)} ${issue.problem}` };
}
