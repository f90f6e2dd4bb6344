/** Which block of addresses holds an address. */
import { addressNumber, block } from '../plan/ipv4.ts';

/** Whether the block holds the address. */
export function holds(cidr: string, address: string): boolean {
  const [around, number] = [block(cidr), addressNumber(address)];
  return around !== undefined && number !== undefined && number >= around.first && number <= around.last;
}

/** The most specific of the blocks that hold the address. */
export function bestMatch(cidrs: readonly string[], address: string): string | undefined {
  const prefix = (cidr: string): number => block(cidr)?.prefix ?? 0;
  return cidrs.filter((cidr) => holds(cidr, address)).sort((a, b) => prefix(b) - prefix(a))[0];
}
