/**
 * The command that looks again: the only place that writes one. Every option that the look was made with is in it, so
 * that what a report prints can be pasted. An observation holds no external id, so that one stays a placeholder.
 */
import { isIP } from 'node:net';
import { defaults } from '../config/resolve.ts';
import { flagOf } from '../settings/options.ts';
import type { Observation } from './observation.ts';
import { command, placeholder, shellWord, type Values } from './words.ts';

/** Options as they were said, in the order of the help. */
export type Said = readonly (readonly [flag: string, word: string])[];

/** Checks that were asked for, or left out. */
interface Asked {
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

const ROLE_FLAGS: readonly string[] = ['--role', '--external-id', '--session-name'];

/** The options of a look, as far as its observation tells. */
export function saidOf(
  { endpoint, expectation, identity, resolvers, said }: Observation,
  { only = [], skip = [] }: Asked = {},
): Said {
  const { region, nameRegion, given } = endpoint;
  const { pattern, cidrs, vpcCidrs, clusterArn, expectAccount, topics, group, clientConfig } = expectation;
  const defaultResolver = resolvers.length === 1 && resolvers[0] === 'system';
  const options: readonly (readonly [key: string, value: string | number | readonly string[] | null])[] = [
    ['bootstrap', given.length === 0 ? null : given.join(',')],
    ['clusterArn', clusterArn],
    ['region', region === nameRegion ? null : region],
    ['role', null],
    ['expectAccount', expectAccount],
    ['profile', said?.profile ?? null],
    ['stsEndpoint', said?.stsEndpoint ?? null],
    ['stsRegion', said?.stsRegion ?? null],
    ['caFile', said?.caFile ?? null],
    ['pattern', pattern === 'any' ? null : pattern],
    ['cidr', cidrs],
    ['vpcCidr', vpcCidrs],
    ['dnsServer', defaultResolver ? null : resolvers],
    ['topic', topics],
    ['group', group],
    ['rate', said?.rate ?? null],
    ['timeout', said?.timeoutMs ?? null],
    ['deadline', said?.deadlineMs ?? null],
    ['clientConfig', clientConfig?.file ?? null],
    ['only', only.length === 0 ? null : only.join(',')],
    ['skip', skip.length === 0 ? null : skip.join(',')],
  ];
  return options.flatMap(([key, value]) =>
    key === 'role'
      ? identity.hops.flatMap(rolesSaid)
      : [value ?? []].flat().map((one) => option(key, String(one))),
  );
}

/** A command of the catalogue, filled in, as this look would have to be repeated. */
export function repeated(
  template: string,
  {
    values,
    said,
    resolver,
  }: { readonly values: Values; readonly said: () => Said; readonly resolver: string },
): string {
  if (template.startsWith('msk-reach check')) return lookAgain(template, values, said());
  const filled = command(template, values);
  if (filled.startsWith('dig ') && !filled.includes('@'))
    return filled.replace('dig', `dig${serverOf(resolver)}`);
  // AWS's own command line does not know which profile the look was told to use.
  if (!/^aws (?:sts|configure list)/.test(filled)) return filled;
  const profile = said().find(([flag]) => flag === '--profile');
  return profile === undefined ? filled : `${filled} ${spelled(profile)}`;
}

/** The server that the look asked; nothing for the system's own. */
function serverOf(resolver: string): string {
  const [, address = '', port = ''] = /^\[?([\da-fA-F.:]+?)\]?:(\d{1,5})$/.exec(resolver) ?? [];
  if (isIP(address) === 0) return '';
  return port === '53' ? ` @${address}` : ` @${address} -p ${port}`;
}

/** Fills a template such as `msk-reach check --rate {rate}`: the look as it was, but for what the template says. */
export function lookAgain(template: string, values: Values, said: Said): string {
  const own = ownOptions(template, values);
  const replaced = new Set(
    own.flatMap(([flag]) => (flag === '--role' || flag === '--config' ? ROLE_FLAGS : [flag])),
  );
  const isFirst = ([flag]: Said[number]): boolean => flag === '--bootstrap';
  const all = [
    ...own.filter(isFirst),
    ...said.filter(([flag]) => !replaced.has(flag)),
    ...own.filter((one) => !isFirst(one)),
  ];
  return ['msk-reach check', ...all.map(spelled)].join(' ');
}

function ownOptions(template: string, values: Values): Said {
  return [...template.matchAll(/ (--[a-z-]+) (\S+)/g)].map(([, flag = '', word = '']) => {
    const [, name] = /^\{(\w+)\}$/.exec(word) ?? [];
    return [flag, name === undefined ? word : (shellWord(values[name] ?? '') ?? placeholder(name))];
  });
}

function rolesSaid({ roleArn, sessionName, externalIdGiven }: Observation['identity']['hops'][number]): Said {
  return [
    option('role', roleArn),
    ...(externalIdGiven ? [['--external-id', placeholder('externalId')] as const] : []),
    ...(sessionName === defaults.sessionName ? [] : [option('sessionName', sessionName)]),
  ];
}

function option(key: string, value: string): Said[number] {
  return [flagOf(key), shellWord(value) ?? placeholder(key)];
}

function spelled([flag, word]: Said[number]): string {
  return word.startsWith('-') ? `${flag}=${word}` : `${flag} ${word}`;
}
