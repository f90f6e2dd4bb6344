/** Whose turn it is, in words. */
import type { Finding, Observation } from '@msk-reach/core';

/** Account or machine that has to act. */
type Owner = Finding['fix']['commands'][number]['owner'];

const OWNERS: Readonly<Record<Owner, string>> = {
  client: 'on the client',
  'client-account': 'in the client account',
  'cluster-account': 'in the cluster account',
  'network-account': 'in the networking account',
  aws: 'AWS Support',
};

/** With the account's number where it is known: the last role of the chain is the cluster account's. */
export function ownerOf(owner: Owner, { identity }: Observation): string {
  const account = identity.hops.at(-1)?.roleArn.split(':')[4] ?? '';
  return owner === 'cluster-account' && /^\d{12}$/.test(account)
    ? `${OWNERS[owner]} (${account})`
    : OWNERS[owner];
}

/** Everybody who has a command to run, once each. */
export function whose({ fix }: Finding, observation: Observation): string {
  const owners = fix.commands.map(({ owner }) => ownerOf(owner, observation).replace(/^(?:in|on) /, ''));
  return [...new Set(owners)].join(', ');
}
