/** Blocks and addresses that cannot be. */
import { problem, type ScenarioProblem } from '../../scenario/problem.ts';
import type { Topology, VpcSpec } from '../model.ts';
import { FABRIC } from '../plan/fabric.ts';
import { addressNumber, block, blocksOf, contains, inVpc, overlap } from '../plan/ipv4.ts';
import { type Member, members } from '../plan/members.ts';

/** What no VPC has; the last is the lab's own. */
const TAKEN = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3', FABRIC];
const LONGEST_PREFIX = 28;

/** VPCs, subnets, and what lies in them. */
export function placeProblems(topology: Topology): readonly ScenarioProblem[] {
  return [
    ...Object.entries(topology.vpcs).flatMap(([name, vpc]) => [
      ...vpcProblems(name, vpc),
      ...subnetProblems(name, vpc),
    ]),
    ...memberProblems(topology),
  ];
}

function vpcProblems(name: string, vpc: VpcSpec): readonly ScenarioProblem[] {
  const blocks = blocksOf(vpc);
  return blocks.flatMap((cidr, index) => {
    const path = index === 0 ? ['vpcs', name, 'cidr'] : ['vpcs', name, 'moreCidrs', index - 1];
    const found = block(cidr);
    if (found === undefined || found.prefix > LONGEST_PREFIX)
      return [problem(path, `a block such as 10.0.0.0/16, at most /${LONGEST_PREFIX}, not ${cidr}`)];
    const taken = TAKEN.find((other) => overlap(cidr, other));
    if (taken !== undefined) return [problem(path, `a block that has nothing of ${taken}, not ${cidr}`)];
    const before = blocks.slice(0, index).find((other) => overlap(cidr, other));
    return before === undefined ? [] : [problem(path, `a block beside ${before}, not ${cidr}`)];
  });
}

function subnetProblems(name: string, { subnets, ...vpc }: VpcSpec): readonly ScenarioProblem[] {
  const all = Object.entries(subnets);
  return all.flatMap(([zone, subnet], index) => {
    const path = ['vpcs', name, 'subnets', zone, 'cidr'];
    if (!inVpc(vpc, subnet.cidr))
      return [problem(path, `a block within ${blocksOf(vpc).join(' or ')}, not ${subnet.cidr}`)];
    const other = all.slice(0, index).find(([, before]) => overlap(before.cidr, subnet.cidr));
    return other === undefined ? [] : [problem(path, `a block beside that of ${other[0]}, ${other[1].cidr}`)];
  });
}

function memberProblems(topology: Topology): readonly ScenarioProblem[] {
  const seen = new Map<string, string>();
  return members(topology).flatMap((member) => {
    const vpc = topology.vpcs[member.vpc];
    // Said where names are looked at.
    if (vpc === undefined) return [];
    return Object.entries(member.addresses).flatMap(([zone, address]) => {
      const path = pathOf(member, zone);
      const taken = seen.get(`${member.vpc} ${address}`);
      seen.set(`${member.vpc} ${address}`, member.namespace);
      const subnet = vpc.subnets[zone];
      if (subnet === undefined)
        return [
          problem(
            path,
            `a zone in which ${member.vpc} has a subnet (${Object.keys(vpc.subnets).join(', ')})`,
          ),
        ];
      if (!contains(subnet.cidr, address))
        return [problem(path, `an address of ${subnet.cidr}, not ${address}`)];
      if (isReserved(subnet.cidr, address))
        return [
          problem(
            path,
            `an address that AWS does not keep (the first four and the last of a subnet), not ${address}`,
          ),
        ];
      return taken === undefined
        ? []
        : [problem(path, `an address that ${taken} does not have, not ${address}`)];
    });
  });
}

function pathOf({ kind, path }: Member, zone: string): readonly string[] {
  return kind === 'client' ? [...path, 'address'] : [...path, 'addresses', zone];
}

function isReserved(subnet: string, address: string): boolean {
  const around = block(subnet);
  const number = addressNumber(address) ?? 0;
  return around !== undefined && (number - around.first < 4 || number === around.last);
}
