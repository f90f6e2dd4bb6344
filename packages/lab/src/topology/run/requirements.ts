import { MskReachError } from '@msk-reach/core';
import { findProgram } from './programs.ts';

/** The Debian package of each program. */
const PACKAGES: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  nft: 'nftables',
  unbound: 'unbound',
  named: 'bind9',
  setpriv: 'util-linux',
  nsenter: 'util-linux',
};

/** What is missing on this machine to put a topology up, in words; empty when nothing is. @public */
export async function missingForTopologies(): Promise<readonly string[]> {
  if (process.platform !== 'linux') return ['Linux (network namespaces)'];
  const found = await Promise.all(
    Object.keys(PACKAGES).map(async (name) => ({ name, path: await findProgram(name) })),
  );
  const packages = new Set(found.flatMap(({ name, path }) => (path === undefined ? [PACKAGES[name]] : [])));
  return [
    ...(process.getuid?.() === 0 ? [] : ['root']),
    ...(packages.size === 0 ? [] : [`the packages ${[...packages].join(', ')}`]),
  ];
}

/** @throws MskReachError `CONFIG_INVALID` that names all that is missing */
export async function requireTopologies(): Promise<void> {
  const missing = await missingForTopologies();
  if (missing.length === 0) return;
  throw new MskReachError('CONFIG_INVALID', `A topology needs ${missing.join(' and ')}.`, {
    details: { missing },
  });
}
