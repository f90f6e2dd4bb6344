/** What an instance knows of itself, as the paths of instance metadata. */
import { isIPv4 } from 'node:net';

/** One instance. @public */
export interface InstanceFacts {
  readonly region: string;
  /** @default the Region's `a` */
  readonly availabilityZone?: string | undefined;
  /** @default "vpc-0123456789abcdef0" */
  readonly vpcId?: string | undefined;
  /** All blocks of its VPC, IPv4 and IPv6. */
  readonly vpcCidrs: readonly string[];
  /** @default the first IPv4 block of the VPC */
  readonly subnetCidr?: string | undefined;
}

const MAC = '02:29:96:8f:6a:2d';
const VPC_ID = 'vpc-0123456789abcdef0';

/** Each text by its path below `/latest/meta-data/`. Nothing is there of a role: the instance has none. */
export function instanceTree(facts: InstanceFacts): ReadonlyMap<string, string> {
  const { region, availabilityZone = `${region}a`, vpcId = VPC_ID, vpcCidrs } = facts;
  const v4 = vpcCidrs.filter((cidr) => isIPv4(cidr.split('/')[0] ?? ''));
  const v6 = vpcCidrs.filter((cidr) => !v4.includes(cidr));
  const { subnetCidr = v4[0] } = facts;
  const nic = `network/interfaces/macs/${MAC}`;
  const entries: readonly (readonly [string, string | undefined])[] = [
    ['mac', MAC],
    ['placement/availability-zone', availabilityZone],
    ['placement/region', region],
    [`${nic}/mac`, MAC],
    [`${nic}/subnet-ipv4-cidr-block`, subnetCidr],
    [`${nic}/vpc-id`, vpcId],
    [`${nic}/vpc-ipv4-cidr-block`, v4[0]],
    [`${nic}/vpc-ipv4-cidr-blocks`, v4.length === 0 ? undefined : v4.join('\n')],
    [`${nic}/vpc-ipv6-cidr-blocks`, v6.length === 0 ? undefined : v6.join('\n')],
  ];
  return new Map(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/** The text at a path, or what lies below it, folders with a slash behind; null where there is nothing. */
export function readTree(tree: ReadonlyMap<string, string>, path: string): string | null {
  const name = path.replace(/\/$/, '');
  const text = tree.get(name);
  if (text !== undefined) return text;
  const below = name === '' ? '' : `${name}/`;
  const children = [...tree.keys()]
    .filter((key) => key.startsWith(below))
    .map((key) => key.slice(below.length).replace(/\/.*$/s, '/'));
  return children.length === 0 ? null : [...new Set(children)].join('\n');
}
