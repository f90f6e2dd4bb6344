/** Every option of `check`, as data: the core's settings with words for the help, and the command's own. */
import { reachSettings, type ReachKey, type Setting } from '@msk-reach/core/settings';

interface HelpWords {
  /** What stands for the value. */
  readonly placeholder: string;
  readonly help: string;
}

/** One option. */
export interface CheckOption extends Setting, HelpWords {}

const words: Readonly<Record<ReachKey, HelpWords>> = {
  bootstrap: { placeholder: 'HOST[:PORT]', help: 'bootstrap address, several separated by commas' },
  clusterArn: {
    placeholder: 'ARN',
    help: "the cluster's ARN: its bootstrap and Region are compared; without --bootstrap AWS is asked for it",
  },
  region: { placeholder: 'REGION', help: "Region to sign for (default: the one in the bootstrap's name)" },
  expectAccount: { placeholder: 'ID', help: 'account that the principal must belong to' },
  profile: {
    placeholder: 'NAME',
    help: 'profile for the base credentials (default: the default chain of the AWS SDK)',
  },
  stsEndpoint: { placeholder: 'URL', help: 'STS endpoint (default: the Regional one of --sts-region)' },
  stsRegion: { placeholder: 'REGION', help: 'Region of STS (default: where the client runs)' },
  caFile: { placeholder: 'FILE', help: "PEM of the CAs to trust instead of Node's" },
  pattern: {
    placeholder: 'PATTERN',
    help: 'declared connectivity: phz, phz-privatelink, resolver-rule, local or any (default: any)',
  },
  cidr: { placeholder: 'CIDR', help: 'where the answers must lie (repeatable)' },
  vpcCidr: { placeholder: 'CIDR', help: "the client's own VPC (repeatable)" },
  dnsServer: {
    placeholder: 'IP[:PORT]|system',
    help: "resolver to ask (repeatable; the first one's answers are dialled; default: system)",
  },
  topic: { placeholder: 'NAME', help: 'topic that must exist and be allowed (repeatable)' },
  group: { placeholder: 'ID', help: 'consumer group that must be allowed to be joined' },
  rate: { placeholder: 'N', help: 'connection attempts in any one second (default: 50)' },
  timeout: { placeholder: 'MS', help: 'milliseconds for each step (default: 10000)' },
  deadline: {
    placeholder: 'MS',
    help: 'milliseconds for the whole look (default: the larger of 60000 and twice what the rate dictates)',
  },
};

/** What is made of a look, and how it is said. */
export const outputOptions: readonly CheckOption[] = [
  {
    key: 'output',
    kind: 'text',
    placeholder: 'FORMAT',
    help: 'table, json, ndjson, junit, health, prometheus or html (default: table)',
  },
  {
    key: 'failOn',
    kind: 'text',
    placeholder: 'LEVEL',
    help: 'fail or warn: with warn a warning exits 4 (default: fail)',
  },
  { key: 'only', kind: 'ids', placeholder: 'ID,...', help: 'only these checks' },
  { key: 'skip', kind: 'ids', placeholder: 'ID,...', help: 'all checks but these' },
];

/** The command's own. */
export const ownOptions: readonly CheckOption[] = [
  {
    key: 'clientConfig',
    kind: 'text',
    placeholder: 'FILE',
    help: "a client's own configuration to lint: Java properties, or kafkajs options as JSON",
  },
  ...outputOptions,
];

const every: CheckOption = {
  key: 'every',
  kind: 'number',
  unit: 'seconds',
  placeholder: 'SECONDS',
  help: 'seconds between two looks (default: 60)',
};

/** What `watch` takes besides. */
export const watchOptions: readonly CheckOption[] = [
  every,
  {
    key: 'exec',
    kind: 'text',
    placeholder: 'COMMAND',
    help: 'shell command to run on a change; it gets what changed as JSON (as diff prints it) on stdin',
  },
  {
    key: 'looks',
    kind: 'number',
    unit: 'looks',
    placeholder: 'N',
    help: 'end after so many looks, with the exit code of the last (default: go on)',
  },
];

/** What `serve` takes besides. */
export const serveOptions: readonly CheckOption[] = [
  every,
  {
    key: 'listen',
    kind: 'text',
    placeholder: 'HOST:PORT',
    help: 'where to serve (default: 127.0.0.1:9464)',
  },
];

/** Options in the order of the help. Roles stand for themselves: the command collects them by position. */
export const checkOptions: readonly CheckOption[] = [
  ...reachSettings.map((setting) => ({ ...setting, ...words[setting.key] })),
  ...ownOptions,
];
