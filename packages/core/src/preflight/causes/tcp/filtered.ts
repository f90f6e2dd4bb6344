/** TCP01: everything on the way that drops a connection. */
import type { Cause, Command, Words } from '../cause.ts';
import { zoneId, zoneRecords } from '../dns/shared.ts';
import {
  deregisterTarget,
  endpointAddresses,
  registerTarget,
  routesBack,
  routesThere,
  targetHealth,
  whoHasAddress,
  whoHasAddressHere,
} from './shared.ts';
import { takesTurns } from './turns.ts';

const SUMMARY =
  'No answer from {addresses} port {port} ({hosts}) in time: something on the way drops the connection.';
const NOBODY =
  'Nobody (nothing printed): the name leads to an old one (DNS08). The endpoint: something on the way drops the connection, and AWS does not say what (TCP01): a security group, a network ACL, a route';
const ACROSS =
  "Run (1). Nothing printed: correct the record, (6) and (7) (msk-reach explain DNS08). An interface printed: let the client's block into the security group that it shows (2), unless a rule does. Then (3) has to show a route to {address}, (4) one back, with a Transit Gateway (5) both; a blackhole of a VPC or Transit Gateway whose attachment is gone counts as none, and so does a way through a third VPC (peering is not transitive). Then network ACLs of both subnets. Or let Reachability Analyzer find it (msk-reach explain TCP01).";

const across: readonly Command[] = [
  whoHasAddress,
  letIn('cluster-account', '{clusterRegion}'),
  routesThere,
  routesBack,
  // A blackhole among the routes of a hub leads nowhere.
  {
    owner: 'network-account',
    command:
      'aws ec2 search-transit-gateway-routes --region {clusterRegion} --transit-gateway-route-table-id {transitGatewayRouteTableId} --filters Name=state,Values=active,blackhole',
  },
  zoneId,
  zoneRecords,
];

const privatelink: Words = {
  summary: SUMMARY,
  candidates: ['TCP01', 'DNS08'],
  settledBy:
    '(1), which says who has the address. Nobody (nothing printed): the name leads to an old interface endpoint (DNS08). An interface endpoint: its security group or network ACL drops the connection, there is no route to it (in another VPC), or the load balancer behind it has no healthy target (TCP01).',
  fix: {
    text: "Run (1). Nothing printed: (8) prints the zone's id, (9) the record that has to lead to the interface endpoint (msk-reach explain DNS08). An interface printed: let this VPC's block into the security group that it shows (2), unless a rule does; from another VPC (3) has to show a route. Then (4) has to show healthy targets: (5) prints what the cluster's endpoint has now, (6) takes a stale target out, (7) puts the right one in, and the security group of the cluster's endpoint lets the load balancer in.",
    commands: [
      whoHasAddressHere,
      letIn('client-account', '{clientRegion}'),
      routesThere,
      targetHealth,
      endpointAddresses,
      deregisterTarget,
      registerTarget,
      zoneId,
      zoneRecords,
    ],
  },
};

export const filtered: Cause = {
  id: 'TCP01',
  level: 'fail',
  layer: 'tcp',
  title: 'filtered: security group, network ACL or route',
  good: 'Every address takes connections.',
  words: {
    main: {
      summary: SUMMARY,
      candidates: ['TCP01', 'DNS08'],
      settledBy: `(1), with PrivateLink run in the client account, which says who has the address. ${NOBODY}, with PrivateLink a dead target (8).`,
      fix: {
        text: ACROSS,
        commands: [...across, targetHealth],
      },
    },
    direct: {
      summary: SUMMARY,
      candidates: ['TCP01', 'DNS08'],
      settledBy: `(1), which says who has the address. ${NOBODY}.`,
      fix: { text: ACROSS, commands: across },
    },
    privatelink,
    sometimes: {
      summary:
        'Port {port} at {addresses} takes some connections and drops others: none of those for {hosts} came through in time.',
      candidates: ['TCP01', 'TCP03'],
      ...takesTurns,
    },
  },
  blocks: 'tls',
  explains: [],
};

function letIn(owner: Command['owner'], region: string): Command {
  return {
    owner,
    command: `aws ec2 authorize-security-group-ingress --region ${region} --group-id {endpointSecurityGroupId} --protocol tcp --port {port} --cidr {clientVpcCidr}`,
  };
}
