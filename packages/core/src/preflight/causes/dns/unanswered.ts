/** Causes in how names resolve: nobody in this VPC answers for the names. */
import type { Cause, Command } from '../cause.ts';
import {
  associate,
  CACHED,
  endpointNames,
  firewalls,
  ruleDomains,
  rulesOfVpc,
  wildcard,
  zoneId,
  zonesOfVpc,
} from './shared.ts';

const SUMMARY = 'No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}{zoneClause}.';
const authorize = {
  owner: 'zone-account',
  command:
    'aws route53 create-vpc-association-authorization --hosted-zone-id {hostedZoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
const unauthorize = {
  owner: 'zone-account',
  command:
    'aws route53 delete-vpc-association-authorization --hosted-zone-id {hostedZoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
/** The same, where a networking account has the zone. */
const ofNetwork = ({ command }: Command): Command => ({ owner: 'network-account', command });
const createZone = { owner: 'client-account', command: zoneFor('{clientRegion}', '{clientVpcId}') } as const;
/** A private zone is made with a VPC of its owner: there, the one that has the cluster. */
const createZoneThere = {
  owner: 'zone-account',
  command: zoneFor('{clusterRegion}', '{vpcIdOfTheEndpoint}'),
} as const;
const invitations = {
  owner: 'client-account',
  command: 'aws ram get-resource-share-invitations --region {clientRegion}',
} as const;
const acceptInvitation = {
  owner: 'client-account',
  command:
    'aws ram accept-resource-share-invitation --region {clientRegion} --resource-share-invitation-arn {invitationArn}',
} as const;
const associateRule = {
  owner: 'client-account',
  command:
    'aws route53resolver associate-resolver-rule --region {clientRegion} --resolver-rule-id {resolverRuleId} --vpc-id {clientVpcId}',
} as const;
const vpcsOfCluster = {
  owner: 'cluster-account',
  command:
    'aws kafka describe-cluster-v2 --cluster-arn {clusterArn} --region {clusterRegion} --query ClusterInfo.Serverless.VpcConfigs',
} as const;
const hostnamesOn = {
  owner: 'client-account',
  command:
    'aws ec2 modify-vpc-attribute --region {clientRegion} --vpc-id {clientVpcId} --enable-dns-hostnames \'{"Value":true}\'',
} as const;
const dissociate = {
  owner: 'client-account',
  command:
    'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id {hostedZoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
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
        summary: SUMMARY,
        settledBy:
          "(1), which lists the VPC's zones. {apex} not among them: it is not associated, or was never made. Among them: enableDnsSupport or enableDnsHostnames of the VPC is off (aws ec2 describe-vpc-attribute), or a DNS Firewall answers (msk-reach explain DNS01). With a resolver rule, this VPC may be outside of the rule's Region.{bypassClause}",
        fix: {
          text: `Run (1). The zone not listed: whoever gets an id from (2) or (3) owns it and authorises, (4) or (5), the client's account associates (6), the owner takes the authorisation back, (7) or (8). Nobody gets one: the zone was never made, or its name is not exactly {apex}. Then its owner to be makes it (9), the rest follows, and the next look says which record it needs. ${CACHED}`,
          commands: [
            zonesOfVpc,
            zoneId,
            ofNetwork(zoneId),
            authorize,
            ofNetwork(authorize),
            associate,
            unauthorize,
            ofNetwork(unauthorize),
            createZoneThere,
          ],
        },
      },
      privatelink: {
        summary: SUMMARY,
        settledBy:
          '(1): no zone {apex} there means that it was never made, has another name, or is not associated. Where it is there, enableDnsSupport or enableDnsHostnames of the VPC is off (aws ec2 describe-vpc-attribute), or a DNS Firewall answers in its place (6).{bypassClause}',
        fix: {
          text: `With PrivateLink the client's account has the zone {apex}. Where (1) shows none of exactly that name, make it for this VPC (2) and give it a * alias (4) to the interface endpoint, whose names (3) prints. Where it exists and only lacks this VPC, (5) is enough. ${CACHED}`,
          commands: [zonesOfVpc, createZone, endpointNames, wildcard, associate, firewalls],
        },
      },
      rule: {
        summary: SUMMARY,
        candidates: ['DNS01', 'PAT04'],
        settledBy:
          "(1): without a rule for {apex} it is not associated, or its share is not accepted (2); in another Region than the rule's there is none (PAT04). With one: it answers for the clusters of its core VPC alone, and (6) prints the VPCs of this one; or a DNS Firewall answers in its place (7).{bypassClause}",
        fix: {
          text: `Let this VPC have the rule for {apex}: accept its share (3), look up its id (4), associate it (5). ${CACHED}`,
          commands: [
            rulesOfVpc,
            invitations,
            acceptInvitation,
            ruleDomains,
            associateRule,
            vpcsOfCluster,
            firewalls,
          ],
        },
      },
      local: {
        summary: SUMMARY,
        settledBy:
          "(1): the VPCs that the cluster is attached to. Where the client's is among them, its DNS attributes are off, or a DNS Firewall answers (3).{bypassClause}",
        fix: {
          text: `A cluster answers only in the VPCs that it was made with, which (1) prints: run the client in one of them, with DNS hostnames on (2). From any other VPC it takes a private hosted zone or resolver rule for {apex}. ${CACHED}`,
          commands: [vpcsOfCluster, hostnamesOn, firewalls],
        },
      },
      empty: {
        summary: 'The zone {zone} answers, but holds no record for {hosts}.',
        candidates: ['DNS01', 'PAT03'],
        settledBy:
          "Whose zone {zone} is (1): one that somebody made lacks its records (DNS01); one that MSK made for a cluster attached to this VPC holds that cluster's names alone, and hides every other cluster (PAT03).",
        fix: {
          text: `Give the zone one record: * as an alias to the cluster's VPC endpoint, and none at or below {shardApex}. (1) prints the zone's id, (2) the endpoint's names, (3) makes the record. ${CACHED}`,
          commands: [zonesOfVpc, endpointNames, wildcard],
        },
      },
      core: {
        summary:
          'The zone {zone} answers, and does not know {hosts}: where the rule leads, the cluster is not.',
        candidates: ['DNS01', 'DNS13', 'PAT03'],
        settledBy:
          "(1): a rule answers for the clusters of its core VPC alone, the one with its inbound endpoint. Where the cluster is attached to that one, a zone {zone} of this VPC answers in the rule's place (2): one that somebody made (DNS13), or MSK's own of a cluster attached here (PAT03).",
        fix: {
          text: `One rule for {apex} (3) leads to one core VPC, and every cluster that clients need has to be attached to that one: make this cluster anew there, or give it an account with a core VPC and a rule of its own. ${CACHED}`,
          commands: [vpcsOfCluster, zonesOfVpc, rulesOfVpc],
        },
      },
      shadowed: {
        summary:
          'The zone {zone}, more specific than {apex}, answers for {shardApex} and does not know {hosts}.',
        candidates: ['DNS01', 'DNS13', 'PAT03'],
        settledBy:
          "(1): whose zone {zone} is. MSK's own belongs to a cluster attached to this VPC (PAT03); one that somebody made hides every zone and rule for {apex} (DNS13).",
        fix: {
          text: `Take the zone {zone} away from this VPC: (1) prints its id, (2) dissociates it. Where it belongs to a cluster attached to this VPC, move the client or that cluster to another VPC. ${CACHED}`,
          commands: [zonesOfVpc, dissociate],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS02', 'DNS03'],
  },
];

function zoneFor(region: string, vpcId: string): string {
  return `aws route53 create-hosted-zone --name {apex} --vpc VPCRegion=${region},VPCId=${vpcId} --caller-reference msk-{clusterId}`;
}
