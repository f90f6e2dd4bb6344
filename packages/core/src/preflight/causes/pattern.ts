/** Causes in which path the names take. */
import type { Cause } from './cause.ts';
import { rulesOfVpc, zonesOfVpc } from './dns/shared.ts';

/** The article's workaround, in the order in which it is made, and whose account makes each part. */
const secondRegion = [
  {
    owner: 'client-account',
    command:
      'aws route53resolver list-resolver-rules --region {clientRegion} --filters Name=DomainName,Values={apex}.',
  },
  {
    owner: 'network-account',
    command:
      'aws route53resolver list-resolver-endpoint-ip-addresses --resolver-endpoint-id {inboundEndpointId} --region {clusterRegion}',
  },
  {
    owner: 'network-account',
    command:
      'aws route53resolver create-resolver-endpoint --direction OUTBOUND --creator-request-id msk-{clusterId} --security-group-ids {outboundSecurityGroupId} --ip-addresses SubnetId={subnetId} SubnetId={otherSubnetId} --region {clientRegion}',
  },
  {
    owner: 'network-account',
    command:
      'aws route53resolver create-resolver-rule --rule-type FORWARD --domain-name {apex} --target-ips Ip={inboundEndpointIp} Ip={otherInboundEndpointIp} --resolver-endpoint-id {outboundEndpointId} --creator-request-id msk-{clusterId} --region {clientRegion}',
  },
  {
    owner: 'network-account',
    command:
      'aws ram create-resource-share --name msk-dns --resource-arns {resolverRuleArn} --principals {clientAccountId} --region {clientRegion}',
  },
  {
    owner: 'client-account',
    command:
      'aws ram accept-resource-share-invitation --resource-share-invitation-arn {invitationArn} --region {clientRegion}',
  },
  {
    owner: 'client-account',
    command:
      'aws route53resolver associate-resolver-rule --resolver-rule-id {resolverRuleId} --vpc-id {clientVpcId} --region {clientRegion}',
  },
] as const;
const WAYS_OUT =
  'A resolver rule and its share work in their own Region alone. Either (3) makes an outbound endpoint in {clientRegion} and (4) a rule there, whose targets are the inbound addresses that (2) prints and a route has to lead to; (5) shares it, (6) accepts the share, (7) associates the rule. Or associate a private hosted zone {apex}, which takes VPCs of any Region (msk-reach explain DNS01). The old NXDOMAIN stays cached up to {negativeTtl} s.';

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
        settledBy: 'The zones (1) and rules (2) of this VPC.',
        fix: {
          text: 'See what this VPC resolves {apex} by, (1) and (2), and correct it; or, where {observed} is what is meant, look again with that (3).',
          commands: [
            zonesOfVpc,
            rulesOfVpc,
            { owner: 'client', command: 'msk-reach check --pattern {observed}' },
          ],
        },
      },
      some: {
        summary:
          "Declared is '{declared}', but {hosts} ({addresses}) resolve by another path than the other names.",
        settledBy:
          'The zones (1) and rules (2) of this VPC: one more specific than {apex}, or fixed records, answer for these names alone.',
        fix: {
          text: 'Remove what answers for these names alone, so that the zone or rule for {apex} answers for every broker.',
          commands: [zonesOfVpc, rulesOfVpc],
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
          text: 'Where {foreignId} is the wrong one for this VPC, point the * at the endpoint of {clusterId}: (1) prints the id of the zone, (2) its records. Where both are needed, one wildcard cannot serve them: distributed zones with disjoint VPCs, PrivateLink with a zone for each client VPC, or a resolver rule into the VPC of both clusters.',
          commands: [
            zonesOfVpc,
            {
              owner: 'zone-account',
              command: 'aws route53 list-resource-record-sets --hosted-zone-id {hostedZoneId}',
            },
          ],
        },
      },
    },
    blocks: null,
    explains: ['KAF06', 'TLS01'],
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
          "Whose zone {zone} is (1): MSK's own, made for a cluster attached to this VPC (PAT03), or one that somebody made (DNS13).",
        fix: {
          text: 'While a cluster is attached to this VPC, which (2) lists, only that one of the shard is reached from here: move the client or the local cluster to another VPC. A zone {zone} that somebody made can be dissociated. The old NXDOMAIN stays cached up to {negativeTtl} s.',
          commands: [
            zonesOfVpc,
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
  {
    id: 'PAT04',
    level: 'fail',
    layer: 'pattern',
    title: 'the client is in another Region than the resolver rule',
    good: 'No border of a Region stands between the names and this client.',
    words: {
      main: {
        summary:
          'No name of the cluster resolves here ({rcode} for {hosts}): this client runs in {clientRegion}, and a resolver rule of {clusterRegion} does not exist there.',
        candidates: ['PAT04', 'DNS01'],
        settledBy:
          'Whether {clientRegion} has a rule for {apex} (1): without one it is the border of the Region; with one that is not associated with this VPC it is DNS01.',
        fix: { text: WAYS_OUT, commands: secondRegion },
      },
      undeclared: {
        summary:
          'No name of the cluster resolves here ({rcode} for {hosts}), and this client runs in {clientRegion}, not in {clusterRegion}: a resolver rule ends there.',
        candidates: ['PAT04', 'DNS01'],
        settledBy:
          'What is meant to answer (--pattern): a rule of {clusterRegion} does not exist in {clientRegion} (PAT04; (1) lists the rules there); a private hosted zone does, and is not associated with this VPC (DNS01).',
        fix: { text: WAYS_OUT, commands: secondRegion },
      },
    },
    blocks: 'tcp',
    explains: ['DNS01', 'DNS02', 'DNS03'],
  },
];
