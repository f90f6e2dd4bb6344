/** Causes in how names resolve: addresses of a family that the client does not speak. */
import type { Cause } from '../cause.ts';

const ipAddressType = {
  owner: 'cluster-account',
  command:
    "aws ec2 describe-vpc-endpoints --region {clusterRegion} --filters Name=vpc-id,Values={clusterVpcId} --query 'VpcEndpoints[].[VpcEndpointId,IpAddressType]'",
} as const;
const toDualstack = {
  owner: 'cluster-account',
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
          'The answers for {hosts} are IPv6 addresses alone ({addresses}), and this client has IPv4 only.',
        fix: {
          text: 'Give the zone {apex} A records beside AAAA (an A-alias to an endpoint of IP address type ipv4 or dualstack), or give the client an IPv6 address and a route.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            { owner: 'client', command: 'ip -6 route show' },
            ipAddressType,
            toDualstack,
          ],
        },
      },
      ipv4: {
        summary:
          'The answers for {hosts} are IPv4 addresses alone ({addresses}), and this client has IPv6 only.',
        fix: {
          text: 'Give the zone {apex} AAAA records beside A (an AAAA-alias to an endpoint of IP address type dualstack), or give the client an IPv4 address and a route.',
          commands: [
            { owner: 'client', command: 'dig {host} AAAA' },
            { owner: 'client', command: 'ip -4 route show' },
            ipAddressType,
            toDualstack,
          ],
        },
      },
      split: {
        summary:
          'Some names have IPv4 addresses alone, others IPv6 alone ({hosts}): a client of one family does not reach every broker.',
        fix: {
          text: 'Give every name of the zone {apex} the same record types: a * alias of type A, and one of type AAAA where the endpoint is dualstack.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            { owner: 'client', command: 'dig {host} AAAA' },
            {
              owner: 'cluster-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --query "ResourceRecordSets[].[Name,Type]" --output text',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['TCP04', 'KAF01', 'BRK01'],
  },
];
