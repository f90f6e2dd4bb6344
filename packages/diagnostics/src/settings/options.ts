/**
 * The settings room: what the user says on the command line, in variables and in a file, merged in one place.
 *
 * Here: every option of `check`, as data. Flag, variable and config key are three spellings of one name.
 */

/** How the text of an option is read. */
type OptionKind = 'text' | 'list' | 'number' | 'ids';

/** One option. */
export interface CheckOption {
  /** Config key; the flag and the variable follow from it. */
  readonly key: string;
  readonly kind: OptionKind;
  /** What stands for the value in the help. */
  readonly placeholder: string;
  readonly help: string;
  /** The option of the core that it fills; null: it is the command's own. */
  readonly fills: string | null;
}

const later = 'recorded in the observation; no check of this version reads it';

/** Options in the order of the help. Roles stand for themselves: see roles.ts. */
export const checkOptions: readonly CheckOption[] = [
  {
    key: 'bootstrap',
    kind: 'text',
    placeholder: 'HOST[:PORT]',
    help: 'bootstrap address, several separated by commas',
    fills: 'bootstrap',
  },
  {
    key: 'clusterArn',
    kind: 'text',
    placeholder: 'ARN',
    help: "the cluster's ARN: its Region is compared, and it is put into commands; it does not replace --bootstrap yet",
    fills: 'clusterArn',
  },
  {
    key: 'region',
    kind: 'text',
    placeholder: 'REGION',
    help: "Region to sign for (default: the one in the bootstrap's name)",
    fills: 'region',
  },
  {
    key: 'expectAccount',
    kind: 'text',
    placeholder: 'ID',
    help: `account that the principal must belong to (${later})`,
    fills: 'expectAccount',
  },
  {
    key: 'profile',
    kind: 'text',
    placeholder: 'NAME',
    help: 'profile for the base credentials (default: the default chain of the AWS SDK)',
    fills: 'profile',
  },
  {
    key: 'stsEndpoint',
    kind: 'text',
    placeholder: 'URL',
    help: 'STS endpoint (default: the Regional one of --sts-region)',
    fills: 'stsEndpoint',
  },
  {
    key: 'stsRegion',
    kind: 'text',
    placeholder: 'REGION',
    help: 'Region of STS (default: where the client runs)',
    fills: 'stsRegion',
  },
  {
    key: 'caFile',
    kind: 'text',
    placeholder: 'FILE',
    help: "PEM of the CAs to trust instead of Node's",
    fills: 'caFile',
  },
  {
    key: 'pattern',
    kind: 'text',
    placeholder: 'PATTERN',
    help: 'declared connectivity: phz, phz-privatelink, resolver-rule, local or any (default: any)',
    fills: 'pattern',
  },
  {
    key: 'cidr',
    kind: 'list',
    placeholder: 'CIDR',
    help: 'where the answers must lie (repeatable)',
    fills: 'cidr',
  },
  {
    key: 'vpcCidr',
    kind: 'list',
    placeholder: 'CIDR',
    help: "the client's own VPC (repeatable)",
    fills: 'vpcCidr',
  },
  {
    key: 'dnsServer',
    kind: 'list',
    placeholder: 'IP[:PORT]|system',
    help: "resolver to ask (repeatable; the first one's answers are dialled; default: system)",
    fills: 'dnsServer',
  },
  {
    key: 'topic',
    kind: 'list',
    placeholder: 'NAME',
    help: `topic to look at (repeatable; ${later})`,
    fills: 'topic',
  },
  {
    key: 'group',
    kind: 'text',
    placeholder: 'ID',
    help: `consumer group to look at (${later})`,
    fills: 'group',
  },
  {
    key: 'rate',
    kind: 'number',
    placeholder: 'N',
    help: 'connection attempts in any one second (default: 50)',
    fills: 'rate',
  },
  {
    key: 'timeout',
    kind: 'number',
    placeholder: 'MS',
    help: 'milliseconds for each step (default: 10000)',
    fills: 'timeoutMs',
  },
  {
    key: 'deadline',
    kind: 'number',
    placeholder: 'MS',
    help: 'milliseconds for the whole look (default: the larger of 60000 and twice what the rate dictates)',
    fills: 'deadlineMs',
  },
  {
    key: 'output',
    kind: 'text',
    placeholder: 'FORMAT',
    help: 'table, json or ndjson (default: table)',
    fills: null,
  },
  {
    key: 'failOn',
    kind: 'text',
    placeholder: 'LEVEL',
    help: 'fail or warn: with warn a warning exits 4 (default: fail)',
    fills: null,
  },
  { key: 'only', kind: 'ids', placeholder: 'ID,...', help: 'only these checks', fills: null },
  { key: 'skip', kind: 'ids', placeholder: 'ID,...', help: 'all checks but these', fills: null },
];

/** Options that the contract names and this version does not offer: an honest error beats a silent nothing. */
export const notYetOffered: readonly string[] = ['clientConfig'];

/** `dnsServer` as a flag: `--dns-server`. */
export function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `dnsServer` as a variable: `MSK_REACH_DNS_SERVER`. */
export function variableOf(key: string): string {
  return `MSK_REACH_${key.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
