/** Links and routes that cannot be. */
import { problem, type ScenarioProblem } from '../../scenario/problem.ts';
import type { PeeringSpec, Topology, TransitGatewaySpec } from '../model.ts';
import { block, blocksOf, overlap } from '../plan/ipv4.ts';

const BLACKHOLE = 'blackhole';

/** Peerings, Transit Gateways, and what routes say of them. */
export function linkProblems(topology: Topology): readonly ScenarioProblem[] {
  return [
    ...Object.entries(topology.links ?? {}).flatMap(([name, link]) =>
      link.kind === 'peering' ? peeringProblems(topology, name, link) : gatewayProblems(topology, name, link),
    ),
    ...routeProblems(topology),
  ];
}

function peeringProblems(
  { vpcs }: Topology,
  name: string,
  { between }: PeeringSpec,
): readonly ScenarioProblem[] {
  const path = ['links', name, 'between'];
  const missing = between.find((vpc) => vpcs[vpc] === undefined);
  if (missing !== undefined)
    return [problem(path, `two VPCs (${Object.keys(vpcs).join(', ')}), not ${missing}`)];
  const [one, other] = between;
  if (one === other) return [problem(path, 'two VPCs, not one twice')];
  const [blocks, others] = [vpcs[one], vpcs[other]].map((vpc) => (vpc === undefined ? [] : blocksOf(vpc)));
  return blocks?.some((cidr) => others?.some((its) => overlap(cidr, its)))
    ? [problem(path, `VPCs that have no address in common: AWS peers no others`)]
    : [];
}

function gatewayProblems(
  { vpcs }: Topology,
  name: string,
  { attachments, tables }: TransitGatewaySpec,
): readonly ScenarioProblem[] {
  return [
    ...Object.entries(attachments).flatMap(([vpc, table]) => [
      ...(vpcs[vpc] === undefined ? [problem(['links', name, 'attachments', vpc], `the name of a VPC`)] : []),
      ...(tables[table] === undefined
        ? [
            problem(
              ['links', name, 'attachments', vpc],
              `a table (${Object.keys(tables).join(', ')}), not ${table}`,
            ),
          ]
        : []),
    ]),
    ...Object.entries(tables).flatMap(([table, routes]) =>
      Object.entries(routes).flatMap(([cidr, to]) => {
        const path = ['links', name, 'tables', table, cidr];
        if (block(cidr) === undefined) return [problem(path, `a block such as 10.0.0.0/16 as its key`)];
        // A VPC without an attachment is a blackhole, as in AWS.
        const there = [...Object.keys(vpcs), BLACKHOLE];
        return there.includes(to) ? [] : [problem(path, `one of ${there.join(', ')}, not ${to}`)];
      }),
    ),
  ];
}

function routeProblems(topology: Topology): readonly ScenarioProblem[] {
  // One that does not come to this VPC drops, as what was deleted does in AWS.
  const there = [...Object.keys(topology.links ?? {}), BLACKHOLE];
  return Object.entries(topology.vpcs).flatMap(([name, { routes = {}, ...vpc }]) => {
    return Object.entries(routes).flatMap(([to, target]) => {
      const path = ['vpcs', name, 'routes', to];
      if (block(to) === undefined) return [problem(path, 'a block such as 10.0.0.0/16 as its key')];
      if (blocksOf(vpc).includes(to))
        return [problem(path, `another block than the VPC's own, which stays local`)];
      return there.includes(target) ? [] : [problem(path, `one of ${there.join(', ')}, not ${target}`)];
    });
  });
}
