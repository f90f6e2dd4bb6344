/** TCP03: one address of several. */
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

const SUMMARY = 'Port {port} does not answer at {addresses}, while other addresses of {hosts} do.';
const NOBODY =
  "which says who has {addresses}. Nobody (nothing printed), or another machine: the zone's record kept an old address (DNS08).";
const NOW_AND_THEN =
  'Until then clients that try one address only fail now and then; Node tries the next after 250 ms.';
const ACROSS = `Run (1). Nothing printed: (6) prints the zone's id, (7) the record; put an alias to the endpoint in its place (msk-reach explain DNS08). The endpoint's interface printed: the network ACL of its subnet (2) has to let port {port} in and the answers out, its route table (3) has to show a way back; then the client's, (4) and (5). ${NOW_AND_THEN}`;

const across: readonly Command[] = [
  whoHasAddress,
  {
    owner: 'cluster-account',
    command:
      "aws ec2 describe-network-acls --region {clusterRegion} --filters Name=association.subnet-id,Values={subnetOfThatAddress} --query 'NetworkAcls[].Entries'",
  },
  routesBack,
  {
    owner: 'client-account',
    command:
      "aws ec2 describe-network-acls --region {clientRegion} --filters Name=vpc-id,Values={clientVpcId} --query 'NetworkAcls[].[Associations[].SubnetId,Entries]'",
  },
  routesThere,
  zoneId,
  zoneRecords,
];

const privatelink: Words = {
  summary: SUMMARY,
  candidates: ['TCP03', 'DNS08'],
  settledBy: `(1), ${NOBODY} The interface endpoint: the load balancer's target in that zone is dead, stale or on another port (TCP03).`,
  fix: {
    text: `Run (1). Nothing printed: (6) prints the zone's id, (7) the record; put an alias to the interface endpoint in its place (msk-reach explain DNS08). The endpoint's interface printed: (2) names the dead target, (3) prints the addresses that the cluster's endpoint has now, (4) takes the stale one out and (5) puts the right one in. ${NOW_AND_THEN}`,
    commands: [
      whoHasAddressHere,
      targetHealth,
      endpointAddresses,
      deregisterTarget,
      registerTarget,
      zoneId,
      zoneRecords,
    ],
  },
};

export const zonal: Cause = {
  id: 'TCP03',
  level: 'warn',
  layer: 'tcp',
  title: 'one zonal address dead or broken',
  good: 'Every address of every host serves the client.',
  words: {
    main: {
      summary: SUMMARY,
      candidates: ['TCP03', 'DNS08'],
      settledBy: `(1), with PrivateLink run in the client account, ${NOBODY} The endpoint: its zone is cut off, with PrivateLink the target there is dead (8) (TCP03).`,
      fix: { text: ACROSS, commands: [...across, targetHealth] },
    },
    direct: {
      summary: SUMMARY,
      candidates: ['TCP03', 'DNS08'],
      settledBy: `(1), ${NOBODY} The endpoint: its zone is cut off (TCP03).`,
      fix: { text: ACROSS, commands: across },
    },
    privatelink,
    sometimes: {
      summary: 'Port {port} at {addresses} ({hosts}) takes some connections and drops others.',
      candidates: ['TCP03', 'TCP01'],
      ...takesTurns,
    },
    later: {
      summary:
        'Port {port} at {addresses} takes connections and then fails them, while other addresses of {hosts} serve the client.',
      fix: {
        text: 'Something in that zone stands in for the cluster or breaks the way to it: an inspecting firewall of one subnet, a smaller MTU, with PrivateLink a target that is another machine (2). What it shows in TLS (1) says what it is. Clients that try this address first fail now and then.',
        commands: [
          {
            owner: 'client',
            command: 'openssl s_client -connect {address}:{port} -servername {host} </dev/null',
          },
          targetHealth,
        ],
      },
    },
  },
  blocks: null,
  explains: [],
};
