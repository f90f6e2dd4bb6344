/** Flags as a command line collected them. */
import type { RoleOptions } from '../config/config.ts';
import { draft, takeText, type SettingsLayer } from './layer.ts';
import { flagOf, nameOf, type Setting } from './options.ts';
import type { RoleValues } from './roles.ts';

/** What a command line collected. */
export interface Flags {
  /** Text by config key; lists for flags that were repeated. */
  readonly values: Readonly<Record<string, string | readonly string[]>>;
  readonly roles: readonly RoleOptions[];
  /** `--external-id` and `--session-name` without a role before them. */
  readonly externalId?: string;
  readonly sessionName?: string;
}

export function flagLayer(
  { values, roles, externalId, sessionName }: Flags,
  settings: readonly Setting[],
): SettingsLayer {
  const layer = draft();
  for (const setting of settings) {
    const value = values[setting.key];
    const source = flagOf(setting.key);
    if (typeof value === 'string') takeText(layer, setting, value, source);
    else if (value !== undefined) layer.given.set(nameOf(setting), { value, source });
  }
  return {
    ...layer,
    roles: roles.length > 0 ? roles : null,
    spell: (index, field = 'arn') => `${field === 'arn' ? '--role' : flagOf(field)} (role ${index + 1})`,
    externalIds: valuesOf(externalId, 'externalId'),
    sessionNames: valuesOf(sessionName, 'sessionName'),
  };
}

function valuesOf(value: string | undefined, key: string): RoleValues | null {
  return value === undefined ? null : { values: [value], source: flagOf(key), needs: '--role ARN before it' };
}
