/** Commands and phrases that several causes of names share. */
import type { CheckId } from '../cause.ts';

export const CACHED = 'The old NXDOMAIN stays cached up to {negativeTtl} s.';
export const zonesOfVpc = {
  owner: 'client-account',
  command: 'aws route53 list-hosted-zones-by-vpc --vpc-id {clientVpcId} --vpc-region {clientRegion}',
} as const;
export const wildcard = {
  owner: 'cluster-account',
  command:
    'aws route53 change-resource-record-sets --hosted-zone-id {zoneId} --change-batch \'{"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}]}\'',
} as const;
export const endpointNames = {
  owner: 'cluster-account',
  command:
    "aws ec2 describe-vpc-endpoints --region {clusterRegion} --filters Name=vpc-id,Values={clusterVpcId} --query 'VpcEndpoints[].DnsEntries[0]'",
} as const;
export const associate = {
  owner: 'client-account',
  command:
    'aws route53 associate-vpc-with-hosted-zone --hosted-zone-id {zoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
} as const;
export const rulesOfVpc = {
  owner: 'client-account',
  command:
    'aws route53resolver list-resolver-rule-associations --region {clientRegion} --filters Name=VPCId,Values={clientVpcId}',
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
