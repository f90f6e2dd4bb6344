/** Commands and phrases that several causes of names share. */
import type { CheckId, Command } from '../cause.ts';

export const CACHED = 'The old NXDOMAIN stays cached up to {negativeTtl} s.';
/** Prints the id of each zone too. */
export const zonesOfVpc = {
  owner: 'client-account',
  command: 'aws route53 list-hosted-zones-by-vpc --vpc-id {clientVpcId} --vpc-region {clientRegion}',
} as const;
/** The list goes on with the next names of the alphabet: only the zone of that very name is meant. */
export const zoneId = {
  owner: 'zone-account',
  command:
    'aws route53 list-hosted-zones-by-name --dns-name {apex} --query "HostedZones[?Name==\'{apex}.\'].[Id,Name]"',
} as const;
/** What the addresses are written in. */
export const zoneRecords = {
  owner: 'zone-account',
  command:
    "aws route53 list-resource-record-sets --hosted-zone-id {hostedZoneId} --query \"ResourceRecordSets[?contains(['A','AAAA','CNAME'],Type)].[Name,Type,AliasTarget.DNSName,ResourceRecords[].Value]\"",
} as const;
/** The first entry of an endpoint is its Regional name. */
export const endpointNames = {
  owner: 'zone-account',
  command:
    "aws ec2 describe-vpc-endpoints --region {clusterRegion} --filters Name=vpc-id,Values={vpcIdOfTheEndpoint} --query 'VpcEndpoints[].[ServiceName,DnsEntries[0]]'",
} as const;
/** An alias of every name that has no record of its own. */
export const wildcard: Command = aliasTo('A');
export const wildcardIpv6: Command = aliasTo('AAAA');
export const associate = {
  owner: 'client-account',
  command:
    'aws route53 associate-vpc-with-hosted-zone --hosted-zone-id {hostedZoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
/** Prints the id of each rule, and no domain. */
export const rulesOfVpc = {
  owner: 'client-account',
  command:
    'aws route53resolver list-resolver-rule-associations --region {clientRegion} --filters Name=VPCId,Values={clientVpcId}',
} as const;
/** Also of rules that are shared with this account, associated or not. */
export const ruleDomains = {
  owner: 'client-account',
  command:
    "aws route53resolver list-resolver-rules --region {clientRegion} --query 'ResolverRules[].[Id,DomainName]'",
} as const;
export const dissociateRule = {
  owner: 'client-account',
  command:
    'aws route53resolver disassociate-resolver-rule --region {clientRegion} --resolver-rule-id {resolverRuleId} --vpc-id {clientVpcId}',
} as const;
export const firewalls = {
  owner: 'client-account',
  command:
    'aws route53resolver list-firewall-rule-group-associations --vpc-id {clientVpcId} --region {clientRegion}',
} as const;
/** Whoever owns the rule says where it leads. */
export const updateTargets = {
  owner: 'network-account',
  command:
    "aws route53resolver update-resolver-rule --region {clusterRegion} --resolver-rule-id {resolverRuleId} --config 'TargetIps=[{Ip={rightTargetIp},Port=53},{Ip={otherRightTargetIp},Port=53}]'",
} as const;
/** What a wrong address brings about: whatever is there answers for the cluster, or nothing does. */
export const wrongAddress: readonly CheckId[] = [
  'DNS02',
  'PAT01',
  'TCP01',
  'TCP02',
  'TCP03',
  'TCP04',
  'TLS01',
  'TLS02',
  'TLS03',
  'TLS04',
  'KAF01',
  'BRK01',
];

function aliasTo(type: 'A' | 'AAAA'): Command {
  return {
    owner: 'zone-account',
    command: `aws route53 change-resource-record-sets --hosted-zone-id {hostedZoneId} --change-batch '{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"*.{apex}","Type":"${type}","AliasTarget":{"HostedZoneId":"{endpointHostedZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}]}'`,
  };
}
