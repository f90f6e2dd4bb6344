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
    },
    blocks: null,
    explains: ['DNS02'],
  },
  {
    id: 'PAT02',
    level: 'fail',
    layer: 'pattern',
    title: 'the wildcard leads to another cluster than the one asked for',
    good: 'The wildcard does not lead to another cluster.',
    words: {
      main: {
        summary:
          'The wildcard of {apex} leads to cluster {foreignId}, not to {clusterId}: one wildcard catches every cluster of the Region.',
        fix: {
          text: 'Where {foreignId} is the wrong one for this VPC, point the * at the endpoint of {clusterId}. Where both are needed, one wildcard cannot serve them: distributed zones with disjoint VPCs, PrivateLink with a zone for each client VPC, or a resolver rule into the VPC of both clusters.',
          commands: [
            {
              owner: 'client-account',
              command:
                'aws route53 list-hosted-zones-by-vpc --vpc-id {clientVpcId} --vpc-region {clientRegion}',
            },
            {
              owner: 'cluster-account',
              command: 'aws route53 list-resource-record-sets --hosted-zone-id {zoneId}',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['KAF06'],
  },
  {
    id: 'PAT03',
    level: 'fail',
    layer: 'pattern',
    title: 'a local cluster hides the remote one',
    good: 'No local cluster hides the names.',
    words: {
      main: {
        summary:
          'The zone {zone} of this VPC does not know {hosts}, while names of another shard resolve: a cluster attached to this VPC hides the remote one.',
        candidates: ['PAT03', 'DNS13'],
        settledBy:
          "Whose zone {zone} is (the first command): MSK's own, made for a cluster attached to this VPC (PAT03), or one that somebody made (DNS13).",
        fix: {
          text: 'While a cluster is attached to this VPC, only that one of the shard is reached from here: move the client or the local cluster to another VPC. A zone {zone} that somebody made can be dissociated. The old NXDOMAIN stays cached up to {negativeTtl} s.',
          commands: [
            {
              owner: 'client-account',
              command:
                'aws route53 list-hosted-zones-by-vpc --vpc-id {clientVpcId} --vpc-region {clientRegion}',
            },
            {
              owner: 'client-account',
              command: 'aws kafka list-clusters-v2 --region {clientRegion} --cluster-type-filter SERVERLESS',
            },
          ],
        },
      },
    },
    blocks: 'tcp',
    explains: ['DNS01', 'DNS02', 'DNS03'],
  },
];
