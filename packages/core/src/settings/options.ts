/** Every option that can be set from outside, as data. Flag, variable and config key are three spellings of one name. */
import type { MskReachOptions } from '../config/config.ts';

/** How the text of a setting is read: `list` by repeating the flag, `ids` by commas in the flag too. */
export type SettingKind = 'text' | 'list' | 'ids' | 'number';

/** One setting. */
export interface Setting {
  /** Config key; the flag and the variable follow from it. */
  readonly key: string;
  readonly kind: SettingKind;
  /** What a number counts, for the error. */
  readonly unit?: string;
  /** The option of the core that it fills. Absent: it belongs to whoever merges. */
  readonly fills?: keyof MskReachOptions;
}

/** The settings of the core. Roles stand for themselves: see roles.ts. */
export const reachSettings = [
  { key: 'bootstrap', kind: 'text', fills: 'bootstrap' },
  { key: 'clusterArn', kind: 'text', fills: 'clusterArn' },
  { key: 'region', kind: 'text', fills: 'region' },
  { key: 'expectAccount', kind: 'text', fills: 'expectAccount' },
  { key: 'profile', kind: 'text', fills: 'profile' },
  { key: 'stsEndpoint', kind: 'text', fills: 'stsEndpoint' },
  { key: 'stsRegion', kind: 'text', fills: 'stsRegion' },
  { key: 'caFile', kind: 'text', fills: 'caFile' },
  { key: 'pattern', kind: 'text', fills: 'pattern' },
  { key: 'cidr', kind: 'list', fills: 'cidr' },
  { key: 'vpcCidr', kind: 'list', fills: 'vpcCidr' },
  { key: 'dnsServer', kind: 'list', fills: 'dnsServer' },
  { key: 'topic', kind: 'list', fills: 'topic' },
  { key: 'group', kind: 'text', fills: 'group' },
  { key: 'rate', kind: 'number', unit: 'connection attempts a second', fills: 'rate' },
  { key: 'timeout', kind: 'number', unit: 'milliseconds', fills: 'timeoutMs' },
  { key: 'deadline', kind: 'number', unit: 'milliseconds', fills: 'deadlineMs' },
] as const;

/** Config keys of the core's settings. */
export type ReachKey = (typeof reachSettings)[number]['key'];

/** What a merge calls a setting: the core's option, else its key. */
export function nameOf({ key, fills }: Setting): string {
  return fills ?? key;
}

/** `dnsServer` as a flag: `--dns-server`. */
export function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `dnsServer` as a variable: `MSK_REACH_DNS_SERVER`. */
export function variableOf(key: string): string {
  return `MSK_REACH_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
