/** Causes in which path the names take. */
import type { Cause } from './cause.ts';

export const patternCauses: readonly Cause[] = [
  {
    id: 'PAT01',
    level: 'fail',
    layer: 'pattern',
    title: 'resolves by another path than the declared one',
    good: 'The names resolve by the declared path.',
    words: {
      main: {
        summary: "Declared is '{declared}', but the answers look like {likes}.",
        settledBy:
          'The zones and rules of this VPC: aws route53 list-hosted-zones-by-vpc and aws route53resolver list-resolver-rule-associations.',
        fix: {
          text: 'Correct what this VPC resolves {apex} by, or declare the pattern that is meant (--pattern {observed}).',
          commands: [
            {
              owner: 'client-account',
              command:
                'aws route53 list-hosted-zones-by-vpc --vpc-id {clientVpcId} --vpc-region {clientRegion}',
            },
            {
              owner: 'client-account',
              command:
                'aws route53resolver list-resolver-rule-associations --region {clientRegion} --filters Name=VPCId,Values={clientVpcId}',
            },
          ],
        },
      },
      outside: {
        summary: 'The answers for {hosts} ({addresses}) lie outside the declared blocks ({cidrs}).',
        fix: {
          text: 'Point the alias of the zone {apex} at the endpoint that is meant, or declare the right --cidr. The old answer stays cached for its TTL.',
          commands: [
            { owner: 'client', command: 'dig {host} A' },
            {
              owner: 'cluster-account',
              command:
                'aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --query "ResourceRecordSets[?Type==\'A\']"',
            },
          ],
        },
      },
      loopback: {
        summary: 'The answers for {hosts} ({addresses}) are addresses of this machine itself.',
        fix: {
          text: 'Remove the override (hosts file, local DNS proxy), or declare the block with --cidr where a local proxy is meant.',
          commands: [
            { owner: 'client', command: 'grep -n kafka /etc/hosts' },
            { owner: 'client', command: 'dig {host} A' },
          ],
        },
      },
    },
    blocks: null,
    explains: ['DNS02', 'TCP01', 'TCP02', 'TCP03', 'TLS01', 'TLS02'],
  },
];
