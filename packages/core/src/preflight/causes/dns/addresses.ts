/** Causes in how names resolve: names that lead to the wrong address. */
import type { Cause } from '../cause.ts';
import { CACHED, zonesOfVpc, wildcard, endpointNames, wrongAddress } from './shared.ts';

export const addressCauses: readonly Cause[] = [
  {
    id: 'DNS08',
    level: 'fail',
    layer: 'dns',
    title: 'alias to an old endpoint: gone, or outside the expected addresses',
    good: 'Every answer lies in the declared blocks.',
    words: {
      main: {
        summary: 'The answers for {hosts} ({addresses}) lie outside the declared blocks ({cidrs}).',
        fix: {
          text: 'Point the alias of the zone {apex} at the endpoint that is meant, or declare the right --cidr. The old answer stays cached for its TTL.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            endpointNames,
            {
              owner: 'cluster-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --query "ResourceRecordSets[?Type==\'A\']"',
            },
            wildcard,
          ],
        },
      },
      dangling: {
        summary: 'The alias of {hosts} leads to {alias}, which is gone: that name has no address.',
        fix: {
          text: `Put an A-alias to the cluster's VPC endpoint in place of the CNAME in the zone {apex}: a CNAME outlives the endpoint that it names. ${CACHED}`,
          commands: [
            { owner: 'client', command: 'dig {host} CNAME' },
            endpointNames,
            {
              owner: 'cluster-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --query "ResourceRecordSets[?Type==\'CNAME\']" --output json',
            },
            {
              owner: 'cluster-account',
              command:
                'aws route53 change-resource-record-sets --hosted-zone-id {zoneId} --change-batch \'{"Changes":[{"Action":"DELETE","ResourceRecordSet":{"Name":"*.{apex}","Type":"CNAME","TTL":{aliasTtl},"ResourceRecords":[{"Value":"{alias}"}]}},{"Action":"CREATE","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}]}\'',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', 'DNS11', ...wrongAddress],
  },
  {
    id: 'DNS09',
    level: 'fail',
    layer: 'dns',
    title: 'public, shared, loopback or unspecified answer',
    good: 'Every answer is an address that an endpoint can have.',
    words: {
      main: {
        summary: 'The answers for {hosts} ({addresses}) are not private addresses, and take no connections.',
        fix: {
          text: "The VPC's own answer is a private one: see which zone, rule, proxy or DNS Firewall override gives this one, and point the zone {apex} at the cluster's endpoint. Where such addresses are this VPC's own, declare them (--cidr). The old answer stays cached for its TTL.",
          commands: [{ owner: 'client', command: 'dig {host} A' }, zonesOfVpc, endpointNames, wildcard],
        },
      },
      loopback: {
        summary: 'The answers for {hosts} ({addresses}) are addresses of this machine itself.',
        fix: {
          text: 'Remove the override (hosts file, local DNS proxy, DNS Firewall), or declare the block with --cidr where a local proxy is meant.',
          commands: [
            { owner: 'client', command: 'grep -n kafka /etc/hosts' },
            { owner: 'client', command: 'dig {host} A' },
          ],
        },
      },
    },
    blocks: null,
    explains: ['DNS08', 'DNS11', ...wrongAddress],
  },
];
