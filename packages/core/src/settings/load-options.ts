/** Options from where a program runs: its own, variables, a config file. */
import type { MskReachOptions } from '../config/config.ts';
import type { SomeOptions } from './option-layer.ts';

/** Where to look. @public */
export interface LoadOptions {
  /** What the program itself says: it goes over everything else. @default {} */
  readonly options?: SomeOptions;
  /** @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A JSON file. @default the one that the variable `MSK_REACH_CONFIG` names, if any */
  readonly configFile?: string | undefined;
}

/** The command line's own keys: one file can serve it and a program. */
const COMMAND_KEYS = ['clientConfig', 'output', 'failOn', 'only', 'skip', 'every', 'exec', 'looks', 'listen'];

/**
 * Options for the factories and the preflight, strongest first: those given, variables `MSK_REACH_<NAME>`, a JSON file
 * with the same names in camelCase (`MSK_REACH_DNS_SERVER`, `dnsServer`; `timeout` and `deadline` in milliseconds).
 * Variables separate repeats by commas; a file holds roles as `roles: [{ arn, externalId, sessionName }]`, variables
 * as `MSK_REACH_ROLE`, `MSK_REACH_EXTERNAL_ID` and `MSK_REACH_SESSION_NAME`, one entry a role.
 *
 * @throws MskReachError CONFIG_INVALID for all mistakes at once; `details.issues` names each by its `source`, such as
 * `MSK_REACH_RATE` or `'rate' in msk-reach.json`
 * @public
 */
export async function loadOptions({
  options = {},
  env = process.env,
  configFile,
}: LoadOptions = {}): Promise<MskReachOptions> {
  const { checkSettings, mergeSettings, optionLayer } = await import('./settings.ts');
  const over = optionLayer(options);
  return checkSettings(mergeSettings({ over, env, configFile, passOver: COMMAND_KEYS }));
}
