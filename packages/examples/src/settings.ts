/** Where these programs take their settings from: the variables that `msk-lab up` prints, and that you set in production. */
import type { MskReachOptions } from '@msk-reach/core';

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`Set ${name}, or run this inside "msk-lab exec".`);
  return value;
}

function list(name: string): { readonly values: readonly string[] } | undefined {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : { values: value.split(',') };
}

/** The options of the factory, from the environment. */
export function optionsFromEnvironment(): MskReachOptions {
  const caFile = process.env['MSK_REACH_CA_FILE'];
  const externalId = process.env['MSK_REACH_EXTERNAL_ID'];
  const dnsServer = list('MSK_REACH_DNS_SERVER')?.values;
  const cidr = list('MSK_REACH_CIDR')?.values;
  return {
    bootstrap: required('MSK_REACH_BOOTSTRAP'),
    roles: [{ arn: required('MSK_REACH_ROLE'), ...(externalId === undefined ? {} : { externalId }) }],
    ...(caFile === undefined ? {} : { caFile }),
    ...(dnsServer === undefined ? {} : { dnsServer }),
    ...(cidr === undefined ? {} : { cidr }),
  };
}
