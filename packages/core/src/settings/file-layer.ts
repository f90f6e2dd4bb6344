/** A JSON file with the same settings by their config keys. */
import type { ConfigIssue, RoleOptions } from '../config/config.ts';
import { readTextFile, whyUnreadable } from '../config/read-file.ts';
import { draft, type LayerDraft, type SettingsLayer } from './layer.ts';
import { nameOf, type Setting } from './options.ts';
import { quoted } from './quoted.ts';

/** Which keys a file may hold. */
export interface FileKeys {
  readonly settings: readonly Setting[];
  /** Keys of others who share the file. */
  readonly passOver: readonly string[];
  /** Keys to name in an error. */
  readonly known: readonly string[];
}

export function fileLayer(file: string, keys: FileKeys): SettingsLayer {
  const layer = draft();
  const { roles = null, ...others } = contentOf(file, layer.issues);
  for (const [key, value] of Object.entries(others)) {
    const setting = keys.settings.find((one) => one.key === key);
    if (setting !== undefined) takeValue(layer, setting, value, `'${key}' in ${file}`);
    else if (!keys.passOver.includes(key))
      layer.issues.push({
        path: key,
        source: file,
        problem: `${quoted(key)} is not an option`,
        expected: `one of ${[...keys.known, 'roles'].join(', ')}`,
      });
  }
  if (roles !== null && !areRoles(roles)) layer.issues.push(notRoles(file));
  return {
    ...layer,
    roles: areRoles(roles) ? roles : null,
    spell: (index, field) => `'roles[${index}]${field === undefined ? '' : `.${field}`}' in ${file}`,
    externalIds: null,
    sessionNames: null,
  };
}

function contentOf(file: string, issues: ConfigIssue[]): Readonly<Record<string, unknown>> {
  const source = `the config file ${quoted(file)}`;
  try {
    // Editors on Windows begin a file with a byte order mark.
    const content: unknown = JSON.parse(readTextFile(file).replace(/^\uFEFF/, ''));
    if (typeof content === 'object' && content !== null && !Array.isArray(content))
      return content as Readonly<Record<string, unknown>>;
    const expected = '{ "bootstrap": "...", ... }';
    issues.push({ path: '', source, problem: 'holds no JSON object', expected });
  } catch (error) {
    const problem =
      error instanceof SyntaxError
        ? `is no JSON: ${error.message}`
        : `cannot be read (${whyUnreadable(error)})`;
    issues.push({ path: '', source, problem, expected: 'a readable file with { "bootstrap": "...", ... }' });
  }
  return {};
}

function takeValue({ given, issues }: LayerDraft, setting: Setting, value: unknown, source: string): void {
  const isText = typeof value === 'string';
  const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
  const fits = { text: isText, number: typeof value === 'number', list: isList, ids: isList }[setting.kind];
  if (fits) given.set(nameOf(setting), { value, source });
  else
    issues.push({
      path: nameOf(setting),
      source,
      problem: `${quoted(value)} has the wrong shape`,
      expected: SHAPES[setting.kind],
    });
}

const SHAPES: Readonly<Record<Setting['kind'], string>> = {
  text: 'a text',
  number: 'a number',
  list: 'a list of texts',
  ids: 'a list of check ids',
};

function areRoles(value: unknown): value is readonly RoleOptions[] {
  const isRole = (item: unknown): boolean =>
    typeof item === 'object' && item !== null && 'arn' in item && typeof item.arn === 'string';
  return Array.isArray(value) && value.every(isRole);
}

function notRoles(file: string): ConfigIssue {
  return {
    path: '',
    source: `'roles' in ${file}`,
    problem: 'is not a list of roles',
    expected: '[{ "arn": "arn:aws:iam::...", "externalId": "..." }]',
  };
}
