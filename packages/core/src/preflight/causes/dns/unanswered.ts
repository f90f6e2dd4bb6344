/** Causes in how names resolve: nobody in this VPC answers for the names. */
import type { Cause } from '../cause.ts';
import { CACHED, zonesOfVpc, rulesOfVpc, wildcard, endpointNames, associate } from './shared.ts';

const authorize = {
  owner: 'cluster-account',
  command:
    'aws route53 create-vpc-association-authorization --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
const unauthorize = {
  owner: 'cluster-account',
  command:
    'aws route53 delete-vpc-association-authorization --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
const clusterVpcs = {
  owner: 'cluster-account',
  command:
    'aws kafka describe-cluster-v2 --cluster-arn {clusterArn} --region {clusterRegion} --query ClusterInfo.Serverless.VpcConfigs',
} as const;
const associateRule = {
  owner: 'client-account',
  command:
    'aws route53resolver associate-resolver-rule --resolver-rule-id {ruleId} --vpc-id {clientVpcId} --region {clientRegion}',
} as const;

export const unansweredCauses: readonly Cause[] = [
  {
    id: 'DNS01',
    level: 'fail',
    layer: 'dns',
    title: "nothing answers for the cluster's names on this VPC",
    good: "Something answers for the cluster's names.",
    words: {
      main: {
        summary: 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.',
        settledBy:
          "Which zones and rules this VPC has (the first command), whether enableDnsHostnames and enableDnsSupport are on (aws ec2 describe-vpc-attribute), whether a DNS Firewall answers NXDOMAIN, and whether the client's Region is the rule's.{bypassClause}",
        fix: {
          text: `Associate the private hosted zone {apex} with the client's VPC: its owner authorises, the VPC's owner associates, then the authorisation can go. Where a networking account holds the zone, its commands run there; with a shared resolver rule, associate the rule instead. ${CACHED}`,
          commands: [zonesOfVpc, authorize, associate, unauthorize],
        },
      },
      privatelink: {
        summary: 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.',
        settledBy:
          'Which zones this VPC has (the first command), and whether enableDnsHostnames and enableDnsSupport are on (aws ec2 describe-vpc-attribute).{bypassClause}',
        fix: {
          text: `With PrivateLink the zone {apex} lives in the client account: associate it with this VPC, or create it with a * alias to the interface endpoint. ${CACHED}`,
          commands: [
            zonesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53 create-hosted-zone --name {apex} --vpc VPCRegion={clientRegion},VPCId={clientVpcId} --caller-reference msk-{clusterId}',
            },
            { ...wildcard, owner: 'client-account' },
            associate,
          ],
        },
      },
      rule: {
        summary: 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.',
        candidates: ['DNS01', 'PAT04'],
        settledBy:
          "Whether the shared rule for {apex} is accepted and associated with this VPC (the first two commands); whether this VPC is in the rule's own Region: a rule does not exist in another; whether the cluster is attached to the core VPC, the one with the rule's inbound endpoint (the last command): a rule answers for the clusters of that VPC alone.{bypassClause}",
        fix: {
          text: `Accept the share of the resolver rule for {apex} and associate the rule with the client's VPC. ${CACHED}`,
          commands: [
            {
              owner: 'client-account',
              command: 'aws ram get-resource-share-invitations --region {clientRegion}',
            },
            {
              owner: 'client-account',
              command:
                'aws route53resolver list-resolver-rule-associations --region {clientRegion} --filters Name=VPCId,Values={clientVpcId}',
            },
            {
              owner: 'client-account',
              command:
                'aws ram accept-resource-share-invitation --resource-share-invitation-arn {invitationArn} --region {clientRegion}',
            },
            associateRule,
            clusterVpcs,
          ],
        },
      },
      local: {
        summary: 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.',
        settledBy:
          "Whether the cluster is attached to this VPC (the command shows its VPCs) and whether the VPC's DNS attributes are on.{bypassClause}",
        fix: {
          text: `A cluster answers only in the VPCs it was created with: run the client in one of them, or associate a private hosted zone or resolver rule for {apex}. ${CACHED}`,
          commands: [
            clusterVpcs,
            {
              owner: 'client-account',
              command:
                'aws ec2 modify-vpc-attribute --vpc-id {clientVpcId} --enable-dns-hostnames \'{"Value":true}\'',
            },
          ],
        },
      },
      empty: {
        summary: 'The zone {zone} answers, but holds no record for {hosts}.',
        candidates: ['DNS01', 'PAT03'],
        settledBy:
          "Whose zone {zone} is (the first command): one that somebody made lacks its records; one that MSK made for a cluster attached to this VPC holds that cluster's names alone, and hides every other cluster (PAT03).",
        fix: {
          text: `Give the zone one record, * as an alias to the Regional DNS name of the cluster's VPC endpoint, and none at or below {shardApex}. ${CACHED}`,
          commands: [zonesOfVpc, endpointNames, wildcard],
        },
      },
      core: {
        summary:
          'The zone {zone} answers, and does not know {hosts}: where the rule leads, the cluster is not.',
        candidates: ['DNS01', 'DNS13', 'PAT03'],
        settledBy:
          "Which VPCs the cluster is attached to (the first command): a rule answers for the clusters of its core VPC alone, the one with the rule's inbound endpoint. Where the cluster is attached to it, a zone {zone} of this VPC answers in the rule's place (the second command): one that somebody made (DNS13), or MSK's own of a cluster attached here (PAT03).",
        fix: {
          text: `One rule for {apex} leads to one core VPC, and every cluster that clients need has to be attached to that VPC: make this one anew there, or give it an account with a core VPC and a rule of its own. ${CACHED}`,
          commands: [clusterVpcs, zonesOfVpc, rulesOfVpc],
        },
      },
      shadowed: {
        summary:
          'The zone {zone}, more specific than {apex}, answers for {shardApex} and does not know {hosts}.',
        candidates: ['DNS01', 'DNS13', 'PAT03'],
        settledBy:
          'Which zones this VPC has (the first command): a zone at {zone} hides every zone and rule for {apex}.',
        fix: {
          text: `Remove the more specific zone from this VPC, or, where it belongs to a cluster attached to this VPC, move the client or that cluster to another VPC. ${CACHED}`,
          commands: [
            zonesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
            },
          ],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS02', 'DNS03'],
  },
];
