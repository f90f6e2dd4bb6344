/** Where an address lies. Text that is no address lies nowhere. */
import { BlockList, isIP } from 'node:net';

type Family = 'ipv4' | 'ipv6';

interface Block {
  readonly network: string;
  readonly bits: number;
  readonly family: Family;
}

function familyOf(text: string): Family | null {
  const version = isIP(text);
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6';
}

const parsed = new WeakMap<readonly string[], readonly Block[]>();

function blocksOf(cidrs: readonly string[]): readonly Block[] {
  const blocks = parsed.get(cidrs) ?? parse(cidrs);
  parsed.set(cidrs, blocks);
  return blocks;
}

function parse(cidrs: readonly string[]): readonly Block[] {
  return cidrs.flatMap((cidr) => {
    const [network = '', size = '', ...rest] = cidr.split('/');
    const family = familyOf(network);
    const bits = /^\d{1,3}$/.test(size) ? Number(size) : Number.NaN;
    const most = family === 'ipv4' ? 32 : 128;
    return family === null || rest.length > 0 || !(bits <= most) ? [] : [{ network, bits, family }];
  });
}

function listOf(blocks: readonly Block[]): BlockList {
  const list = new BlockList();
  for (const { network, bits, family } of blocks) list.addSubnet(network, bits, family);
  return list;
}

/** The same blocks are asked about each of a thousand brokers' addresses. */
const lists = new WeakMap<readonly Block[], BlockList>();

/** Node takes an IPv4-mapped IPv6 address for the IPv4 address that it is. */
function contains(blocks: readonly Block[], address: string): boolean {
  const family = familyOf(address);
  if (family === null) return false;
  const list = lists.get(blocks) ?? listOf(blocks);
  lists.set(blocks, list);
  return list.check(address, family);
}

const mapped = blocksOf(['::ffff:0:0/96']);
const ownMachine = blocksOf(['127.0.0.0/8', '0.0.0.0/32', '::1/128', '::/128']);

/** Whether an address lies in one of the blocks. */
export function liesIn(address: string, cidrs: readonly string[]): boolean {
  return contains(blocksOf(cidrs), address);
}

/** Whether any block is of the address's family: without one, the blocks say nothing about it. */
export function isJudgedBy(address: string, cidrs: readonly string[]): boolean {
  const family = familyOf(address) === 'ipv6' && contains(mapped, address) ? 'ipv4' : familyOf(address);
  return blocksOf(cidrs).some((block) => block.family === family);
}

const ownAlways = blocksOf(['127.0.0.1/32', '0.0.0.0/32', '::1/128', '::/128']);

/** Whether an address can only be this machine itself: loopback or unspecified. */
export function isOwnMachine(address: string): boolean {
  return contains(ownMachine, address);
}

/**
 * Whether an address is this machine itself where the declared blocks mean another place. Blocks of loopback mean
 * local proxies: there only the address that every machine has says something.
 */
export function isUnmeant(address: string, declared: readonly string[]): boolean {
  if (!isOwnMachine(address) || liesIn(address, declared)) return false;
  return overlap(declared, ['127.0.0.0/8', '::1/128']) ? contains(ownAlways, address) : true;
}

const privateSpace = blocksOf(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);

/** Whether an address is of private space (RFC 1918, RFC 4193). */
export function isPrivate(address: string): boolean {
  return contains(privateSpace, address);
}

const globalIpv6 = blocksOf(['2000::/3']);

/** Whether VPCs commonly have such an address: of private space, or of the global IPv6 that AWS gives out. */
export function isVpcSpace(address: string): boolean {
  return isPrivate(address) || (familyOf(address) === 'ipv6' && contains(globalIpv6, address));
}

const vpcResolvers: ReadonlySet<string> = new Set(['169.254.169.253', 'fd00:ec2::253']);

/** Whether `IP:PORT` is a VPC's own resolver: at its fixed addresses, or two above the base of the VPC's block. */
export function isVpcResolver(server: string, vpcCidrs: readonly string[]): boolean {
  const address = server.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  if (vpcResolvers.has(address)) return true;
  return blocksOf(vpcCidrs).some(({ network, family }) => {
    if (family !== 'ipv4') return false;
    const last = network.split('.').at(-1) ?? '';
    return address === `${network.slice(0, -last.length)}${Number(last) + 2}`;
  });
}

/** Whether two lists of blocks share an address: of two blocks that do, one holds the other's first. */
export function overlap(left: readonly string[], right: readonly string[]): boolean {
  const others = blocksOf(right);
  return blocksOf(left).some((block) =>
    others.some(
      (other) =>
        block.family === other.family &&
        (contains([block], other.network) || contains([other], block.network)),
    ),
  );
}
