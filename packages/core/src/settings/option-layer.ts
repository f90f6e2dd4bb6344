/** Options that a program gives, under their own names. */
import type { MskReachOptions, RoleOptions } from '../config/config.ts';
import { draft, type SettingsLayer } from './layer.ts';

/** Some of the options; undefined is as good as absent. @public */
export type SomeOptions = { readonly [Key in keyof MskReachOptions]?: MskReachOptions[Key] | undefined };

export function optionLayer(options: SomeOptions): SettingsLayer {
  const layer = draft();
  const { roles, ...others } = options;
  for (const [name, value] of Object.entries(others))
    if (value !== undefined) layer.given.set(name, { value, source: null });
  const chain = isChain(roles) ? roles : null;
  // What is no chain is left to the validator.
  if (chain === null && roles !== undefined) layer.given.set('roles', { value: roles, source: null });
  return { ...layer, roles: chain, spell: () => null, externalIds: null, sessionNames: null };
}

function isChain(roles: unknown): roles is readonly RoleOptions[] {
  return Array.isArray(roles) && roles.every((role) => typeof role === 'object' && role !== null);
}
