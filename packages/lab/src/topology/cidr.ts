/** IPv4 blocks. */
import { BlockList } from 'node:net';

/** Whether the block holds the address. */
export function holds(cidr: string, address: string): boolean {
  const [network, length] = halves(cidr);
  const list = new BlockList();
  list.addSubnet(network, length);
  return list.check(address);
}

/** The most specific of the blocks that hold the address. */
export function bestMatch(cidrs: readonly string[], address: string): string | undefined {
  return cidrs.filter((cidr) => holds(cidr, address)).sort((a, b) => halves(b)[1] - halves(a)[1])[0];
}

/** Where the resolver of a VPC answers: the block's base plus two. */
export function resolverOf(cidr: string): string {
  const bytes = halves(cidr)[0].split('.').map(Number);
  const sum = bytes.reduce((value, byte) => value * 256 + byte, 0) + 2;
  return [24, 16, 8, 0].map((shift) => Math.floor(sum / 2 ** shift) % 256).join('.');
}

function halves(cidr: string): readonly [string, number] {
  const [network = '', length = '32'] = cidr.split('/');
  return [network, Number(length)];
}
