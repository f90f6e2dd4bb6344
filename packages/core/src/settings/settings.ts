/**
 * The settings room: what options or flags, variables and a config file say, merged in one place.
 *
 * Programs call `loadOptions`. This is for whoever has flags of its own (`@msk-reach/core/settings`).
 */
export { sayIssue } from '../config/assert.ts';
export { checkSettings } from './check.ts';
export { flagLayer, type Flags } from './flag-layer.ts';
export type { Given, SettingsLayer } from './layer.ts';
export { mergeSettings, type Settings, type SettingsInput } from './merge.ts';
export { optionLayer } from './option-layer.ts';
export {
  flagOf,
  reachSettings,
  variableOf,
  type ReachKey,
  type Setting,
  type SettingKind,
} from './options.ts';
export { quoted } from './quoted.ts';
