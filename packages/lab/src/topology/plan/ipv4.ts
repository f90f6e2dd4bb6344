/** IPv4 as the plan needs it. */

/** A block of addresses. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly prefix: number;
}

/** What a VPC says of its blocks. */
interface VpcBlocks {
  readonly cidr: string;
  readonly moreCidrs?: readonly string[];
}

/** `10.0.0.1` as a number; undefined when it is no address. */
export function addressNumber(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/u.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** A number as an address. */
export function addressText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** `10.0.0.0/16` as a block; undefined when it is none, or has bits beyond its prefix. */
export function block(cidr: string): Block | undefined {
  const [address = '', length = ''] = cidr.split('/');
  const first = addressNumber(address);
  const prefix = /^\d{1,2}$/u.test(length) ? Number(length) : Number.NaN;
  if (first === undefined || !(prefix <= 32)) return undefined;
  const size = 2 ** (32 - prefix);
  return first % size === 0 ? { first, last: first + size - 1, prefix } : undefined;
}

/** Whether one block, or one address, lies within another block. */
export function contains(outer: string, inner: string): boolean {
  const around = block(outer);
  const within = block(inner.includes('/') ? inner : `${inner}/32`);
  return (
    around !== undefined && within !== undefined && around.first <= within.first && within.last <= around.last
  );
}

/** Whether two blocks have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [a, b] = [block(one), block(other)];
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

/** All blocks of a VPC, the first one first. */
export function blocksOf({ cidr, moreCidrs = [] }: VpcBlocks): readonly string[] {
  return [cidr, ...moreCidrs];
}

/** Whether a block, or an address, lies in a VPC. */
export function inVpc(vpc: VpcBlocks | undefined, inner: string): boolean {
  return vpc !== undefined && blocksOf(vpc).some((cidr) => contains(cidr, inner));
}

/** The address of a VPC's own resolver: the base of its CIDR, and two. */
export function resolverAddress(cidr: string): string {
  return addressText((block(cidr)?.first ?? 0) + 2);
}
