/** What one source of settings says: options or flags, variables, a file. */
import type { ConfigIssue } from '../config/config.ts';
import { expected } from '../config/expected.ts';
import { nameOf, type Setting } from './options.ts';
import { quoted } from './quoted.ts';
import type { RoleLayer } from './roles.ts';

/** One value and who said it. */
export interface Given {
  readonly value: unknown;
  /** In the user's own spelling. null: an option, which needs no other name. */
  readonly source: string | null;
}

/** One source. What could not be read is among the issues, and not given. */
export interface SettingsLayer extends RoleLayer {
  /** By the name that a merge calls it. */
  readonly given: ReadonlyMap<string, Given>;
  readonly issues: readonly ConfigIssue[];
}

/** A layer while it is read. */
export interface LayerDraft {
  readonly given: Map<string, Given>;
  readonly issues: ConfigIssue[];
}

export function draft(): LayerDraft {
  return { given: new Map(), issues: [] };
}

/** Takes the text of a flag or a variable. */
export function takeText(
  { given, issues }: LayerDraft,
  setting: Setting,
  text: string,
  source: string,
): void {
  const { kind, unit = 'whatever it counts' } = setting;
  const name = nameOf(setting);
  if (kind === 'list' || kind === 'ids') given.set(name, { value: byCommas(text), source });
  else if (kind === 'text') given.set(name, { value: text, source });
  else if (/^\d{1,15}$/.test(text)) given.set(name, { value: Number(text), source });
  else
    issues.push({
      path: name,
      source,
      problem: `${quoted(text)} is not a whole number`,
      expected: expected[name] ?? `a whole number of ${unit}`,
    });
}

function byCommas(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
