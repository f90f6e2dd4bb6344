/** What a VPC's router lets through: network ACLs, links, security groups. */
import type { DenySpec, VpcSpec } from '../model.ts';
import { CREDENTIALS_ADDRESS, FABRIC_DEVICE, PUBLIC_DNS, STS_ADDRESS } from './fabric.ts';
import { type Chain, chainName, HOOKS, protocolMatch, ruleset, setOf, SILENT_OUTPUT } from './filter.ts';
import { blocksOf, resolverAddress } from './ipv4.ts';
import type { Member } from './members.ts';

/** Instance metadata. */
const METADATA = '169.254.169.254';

/** Credentials of containers: of ECS, and of EKS Pod Identity. */
export const CREDENTIALS = ['169.254.170.2', '169.254.170.23'] as const;

/** The VPC's resolver by its other address. */
export const LINK_LOCAL_RESOLVER = '169.254.169.253';

/** A member and the router's device that leads to it. */
export interface Port {
  readonly member: Member;
  readonly device: string;
  /** Where its instance metadata is; undefined where there is none. */
  readonly metadata: string | undefined;
}

/** A link and the router's device that leads to it. */
export interface Uplink {
  readonly device: string;
  /** The other VPC of a peering; undefined for a Transit Gateway. */
  readonly peerCidrs: readonly string[] | undefined;
}

/** What the ruleset is made of. */
export interface RouterFacts {
  readonly vpc: VpcSpec;
  readonly ports: readonly Port[];
  readonly uplinks: readonly Uplink[];
}

/** The ruleset of a VPC's router. */
export function routerFilter(facts: RouterFacts): string {
  const guarded = facts.ports.filter(({ member }) => member.securityGroup !== undefined);
  return ruleset([
    { name: 'destinations', hook: HOOKS.dstnat, rules: facts.ports.flatMap(ownRules) },
    // Beyond the router VPCs may overlap.
    { name: 'sources', hook: HOOKS.srcnat, rules: [`oifname "${FABRIC_DEVICE}" masquerade`] },
    { name: 'input', hook: HOOKS.input, rules: inputRules(facts) },
    SILENT_OUTPUT,
    { name: 'network_acl', rules: aclRules(facts.vpc) },
    ...guarded.map(groupChain),
    {
      name: 'forward',
      hook: HOOKS.forward,
      rules: [
        // Neither network ACLs nor security groups see it.
        `ct original ip daddr ${setOf([METADATA, ...CREDENTIALS])} accept`,
        'jump network_acl',
        ...outsideRules(facts.vpc),
        ...facts.uplinks.flatMap((uplink) => uplinkRules(facts.vpc, uplink)),
        // As in AWS: a group that is tightened lets open connections go on; a network ACL, above, cuts them.
        'ct state established,related accept',
        ...guarded.map(
          ({ member, device }) => `oifname "${device}" goto ${chainName('group', member.namespace)}`,
        ),
        'accept',
      ],
    },
  ]);
}

/** What a machine finds on its own link. */
function ownRules({ member, device, metadata }: Port): readonly string[] {
  if (member.kind !== 'client') return [];
  return [
    `iifname "${device}" ip daddr ${setOf(CREDENTIALS)} tcp dport 80 dnat to ${CREDENTIALS_ADDRESS}`,
    ...(metadata === undefined
      ? []
      : [`iifname "${device}" ip daddr ${METADATA} tcp dport 80 dnat to ${metadata}`]),
  ];
}

/** Only members ask the resolver: no packet from beyond a link gets there, and no filter of the VPC concerns it. */
function inputRules({ vpc, ports }: RouterFacts): readonly string[] {
  const own = ['iifname "lo" accept', `iifname "${FABRIC_DEVICE}" ct state established,related accept`];
  if (vpc.dnsSupport === false || ports.length === 0) return own;
  const from = `iifname ${setOf(ports.map(({ device }) => `"${device}"`))}`;
  const at = `ip daddr ${setOf([resolverAddress(vpc.cidr), LINK_LOCAL_RESOLVER])}`;
  return [...own, `${from} ${at} meta l4proto { tcp, udp } th dport 53 accept`];
}

/** What is public: STS, and DNS of the internet. */
function outsideRules({ internet = true }: VpcSpec): readonly string[] {
  const to = `oifname "${FABRIC_DEVICE}"`;
  return [
    `iifname "${FABRIC_DEVICE}" ct state established,related accept`,
    `iifname "${FABRIC_DEVICE}" drop`,
    ...(internet
      ? [
          `${to} ip daddr ${STS_ADDRESS} tcp dport 80 accept`,
          `${to} ip daddr ${PUBLIC_DNS} meta l4proto { tcp, udp } th dport 53 accept`,
        ]
      : []),
    `${to} drop`,
  ];
}

/** No transit: a peering is for packets between its two VPCs, and what comes over a link ends in this VPC. */
function uplinkRules(vpc: VpcSpec, { device, peerCidrs }: Uplink): readonly string[] {
  const own = oneOf(blocksOf(vpc));
  const peer = peerCidrs === undefined ? undefined : oneOf(peerCidrs);
  return [
    `iifname "${device}" ip daddr != ${own} drop`,
    `oifname "${device}" ip saddr != ${own} drop`,
    ...(peer === undefined
      ? []
      : [`iifname "${device}" ip saddr != ${peer} drop`, `oifname "${device}" ip daddr != ${peer} drop`]),
  ];
}

function oneOf(blocks: readonly string[]): string {
  const [only = ''] = blocks;
  return blocks.length === 1 ? only : setOf(blocks);
}

/** Network ACLs know no connections, and see only what enters or leaves a subnet. */
function aclRules({ subnets }: VpcSpec): readonly string[] {
  return Object.values(subnets).flatMap(({ cidr, deny = {} }) =>
    Object.values(deny).map((rule) => denial(cidr, rule)),
  );
}

function denial(subnet: string, { direction = 'in', cidr = '0.0.0.0/0', protocol, ports }: DenySpec): string {
  const [own, other] = direction === 'in' ? ['daddr', 'saddr'] : ['saddr', 'daddr'];
  const from = cidr === '0.0.0.0/0' ? '' : `ip ${other} ${cidr} `;
  return `ip ${own} ${subnet} ip ${other} != ${subnet} ${from}${protocolMatch(protocol, ports)}drop`;
}

function groupChain({ member }: Port): Chain {
  const rules = Object.values(member.securityGroup ?? {});
  return {
    name: chainName('group', member.namespace),
    rules: [
      ...rules.map(
        ({ cidr = '0.0.0.0/0', protocol, ports }) =>
          `${cidr === '0.0.0.0/0' ? '' : `ip saddr ${cidr} `}${protocolMatch(protocol, ports)}accept`,
      ),
      'drop',
    ],
  };
}
