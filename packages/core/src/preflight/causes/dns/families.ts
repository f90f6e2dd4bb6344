/** Causes in how names resolve: addresses of a family that the client does not speak. */
import type { Cause } from '../cause.ts';
import { endpointNames, wildcard, wildcardIpv6, zoneId } from './shared.ts';

const addressTypes = {
  owner: 'zone-account',
  command:
    "aws ec2 describe-vpc-endpoints --region {clusterRegion} --filters Name=vpc-id,Values={vpcIdOfTheEndpoint} --query 'VpcEndpoints[].[VpcEndpointId,IpAddressType,ServiceName,DnsEntries[0]]'",
} as const;
const toDualstack = {
  owner: 'zone-account',
  command:
    'aws ec2 modify-vpc-endpoint --region {clusterRegion} --vpc-endpoint-id {endpointId} --ip-address-type dualstack',
} as const;

export const familyCauses: readonly Cause[] = [
  {
    id: 'DNS12',
    level: 'fail',
    layer: 'dns',
    title: "no address of the client's family",
    good: "The names have addresses of the client's family.",
    words: {
      main: {
        summary:
          'The answers for {hosts} are IPv6 addresses alone ({addresses}), and this client reaches IPv4 only.',
        fix: {
          text: "Give the zone {apex} an A-alias beside the AAAA: (1) prints the zone's id, (2) the endpoint's names and its IP address type; where that is ipv6, (3) comes first; (4) makes the alias. Or give the client an IPv6 address and a route.",
          commands: [zoneId, addressTypes, toDualstack, wildcard],
        },
      },
      ipv4: {
        summary:
          'The answers for {hosts} are IPv4 addresses alone ({addresses}), and this client has IPv6 only.',
        fix: {
          text: "Give the client an IPv4 address and a route, or the zone {apex} an AAAA-alias beside the A: (1) prints the zone's id, (2) the endpoint's names and its IP address type; where that is ipv4, (3) comes first; (4) makes the alias.",
          commands: [zoneId, addressTypes, toDualstack, wildcardIpv6],
        },
      },
      split: {
        summary:
          'Some names have IPv4 addresses alone, others IPv6 alone ({hosts}): a client of one family does not reach every broker.',
        fix: {
          text: "Give every name of the zone {apex} the same record types. (1) prints the zone's id, (2) its records with their types, (3) the endpoint's names; (4) makes the * alias of type A, to which one of type AAAA is added where the endpoint is dualstack.",
          commands: [
            zoneId,
            {
              owner: 'zone-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {hostedZoneId} --query "ResourceRecordSets[].[Name,Type]" --output text',
            },
            endpointNames,
            wildcard,
          ],
        },
      },
    },
    blocks: null,
    explains: ['TCP04', 'KAF01', 'BRK01'],
  },
];
