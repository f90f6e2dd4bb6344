/** Variables `MSK_REACH_*`; an empty one says nothing, and one that belongs to nobody here is let be. */
import { draft, takeText, type SettingsLayer } from './layer.ts';
import { variableOf, type Setting } from './options.ts';
import type { RoleValues } from './roles.ts';

/** Variables by name, as `process.env` holds them. */
export type Variables = Readonly<Record<string, string | undefined>>;

const ROLE = variableOf('role');

export function variableLayer(env: Variables, settings: readonly Setting[]): SettingsLayer {
  const layer = draft();
  for (const setting of settings) {
    const source = variableOf(setting.key);
    const text = env[source] ?? '';
    if (text !== '') takeText(layer, setting, text, source);
  }
  const arns = entriesOf(env, ROLE)?.values.filter((arn) => arn !== '') ?? null;
  // An external id and a session name may hold commas themselves: with one role there is nothing to separate.
  const single = arns?.length === 1;
  return {
    ...layer,
    roles: arns === null ? null : arns.map((arn) => ({ arn })),
    spell: (index) => `${ROLE} (role ${index + 1})`,
    externalIds: entriesOf(env, variableOf('externalId'), single),
    sessionNames: entriesOf(env, variableOf('sessionName'), single),
  };
}

function entriesOf(env: Variables, source: string, single = false): RoleValues | null {
  const text = env[source] ?? '';
  if (text === '') return null;
  const parts = single ? [text] : text.split(',');
  return { values: parts.map((part) => part.trim()), source, needs: `a role in ${ROLE}` };
}
