/** Where an address lies. Uses ipaddr.js; text that is no address lies nowhere. */
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** IPv4-mapped IPv6 addresses count as the IPv4 address that they are. */
function parse(text: string): Address | null {
  return ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function blocksOf(cidrs: readonly string[]): readonly [Address, number][] {
  return cidrs.filter((cidr) => ipaddr.isValidCIDR(cidr)).map((cidr) => ipaddr.parseCIDR(cidr));
}

/** Whether an address lies in one of the blocks. */
export function liesIn(address: string, cidrs: readonly string[]): boolean {
  const parsed = parse(address);
  if (parsed === null) return false;
  return blocksOf(cidrs).some(
    ([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits),
  );
}

/** Whether any block is of the address's family: without one, the blocks say nothing about it. */
export function isJudgedBy(address: string, cidrs: readonly string[]): boolean {
  const kind = parse(address)?.kind();
  return blocksOf(cidrs).some(([network]) => network.kind() === kind);
}

/** Whether an address can only be this machine itself: loopback or unspecified. */
export function isOwnMachine(address: string): boolean {
  const range = parse(address)?.range();
  return range === 'loopback' || range === 'unspecified';
}

/** Whether two lists of blocks share an address. */
export function overlap(left: readonly string[], right: readonly string[]): boolean {
  const others = blocksOf(right);
  return blocksOf(left).some(([network, bits]) =>
    others.some(([other, otherBits]) => {
      if (network.kind() !== other.kind()) return false;
      return bits >= otherBits ? network.match(other, otherBits) : other.match(network, bits);
    }),
  );
}
