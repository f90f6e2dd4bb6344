/** Addresses, blocks and resolvers as people write them. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { ResolverAddress } from './config.ts';

/** A block such as `10.0.0.0/16` or `fd00::/8`; null where it is none, or where bits beyond the prefix are set. */
export function parseCidr(text: string): string | null {
  const [address = '', prefix = '', more] = text.split('/');
  if (more !== undefined || isIP(address) === 0 || !/^\d{1,3}$/.test(prefix) || address.includes('%'))
    return null;
  const bits = Number(prefix);
  const kind = isIP(address);
  if (bits > (kind === 4 ? 32 : 128)) return null;
  const block = `${address}/${bits}`;
  const family = kind === 4 ? ipaddr.IPv4 : ipaddr.IPv6;
  const network = family.networkAddressFromCIDR(block);
  return network.toString() === ipaddr.parse(address).toString() ? block : null;
}

/** `system`, `IP`, `IP:PORT` or `[IPv6]:PORT`; the port is 53 where none is given; null where it is none of these. */
export function parseResolver(text: string): ResolverAddress | null {
  if (text === 'system') return 'system';
  if (isIP(text) !== 0) return { address: text, port: 53 };
  const groups = /^(?:\[(?<v6>[^\]]+)\]|(?<v4>[\d.]+))(?::(?<port>\d{1,5}))?$/.exec(text)?.groups;
  if (groups === undefined) return null;
  const { v6, v4, port = '53' } = groups;
  const address = v6 ?? v4 ?? '';
  if (isIP(address) !== (v6 === undefined ? 4 : 6)) return null;
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? { address, port: number } : null;
}
