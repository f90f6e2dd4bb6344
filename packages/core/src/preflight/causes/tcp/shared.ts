/** Commands that several causes on the way to an address share. */
import type { Command } from '../cause.ts';

/** Prints what the other commands name: the endpoint's VPC, its subnet, its interface and security groups. */
export const whoHasAddress: Command = {
  owner: 'cluster-account',
  command: whoHas('{clusterRegion}'),
};
/** With PrivateLink the names lead to the client's own interface endpoint. */
export const whoHasAddressHere: Command = { owner: 'client-account', command: whoHas('{clientRegion}') };
/** Of a load balancer; on the way with PrivateLink. */
export const targetHealth: Command = {
  owner: 'cluster-account',
  command: 'aws elbv2 describe-target-health --target-group-arn {targetGroupArn} --region {clusterRegion}',
};
/** What the targets of a load balancer have to be. */
export const endpointAddresses: Command = {
  owner: 'cluster-account',
  command:
    "aws ec2 describe-network-interfaces --region {clusterRegion} --filters Name=vpc-id,Values={vpcIdOfTheEndpoint} Name=interface-type,Values=vpc_endpoint --query 'NetworkInterfaces[].[PrivateIpAddress,AvailabilityZone,Description]'",
};
export const deregisterTarget: Command = {
  owner: 'cluster-account',
  command:
    'aws elbv2 deregister-targets --region {clusterRegion} --target-group-arn {targetGroupArn} --targets Id={staleTargetIp}',
};
export const registerTarget: Command = {
  owner: 'cluster-account',
  command:
    'aws elbv2 register-targets --region {clusterRegion} --target-group-arn {targetGroupArn} --targets Id={rightTargetIp},Port=9098',
};
/** Routes with the subnets that they are of: each subnet has its own table, or the main one. */
export const routesThere: Command = {
  owner: 'client-account',
  command: routesOf('{clientRegion}', '{clientVpcId}'),
};
export const routesBack: Command = {
  owner: 'cluster-account',
  command: routesOf('{clusterRegion}', '{vpcIdOfTheEndpoint}'),
};

function whoHas(region: string): string {
  return `aws ec2 describe-network-interfaces --region ${region} --filters {interfaceFilter} --query 'NetworkInterfaces[].[PrivateIpAddress,Description,VpcId,SubnetId,NetworkInterfaceId,Groups[].GroupId]'`;
}

function routesOf(region: string, vpcId: string): string {
  return `aws ec2 describe-route-tables --region ${region} --filters Name=vpc-id,Values=${vpcId} --query 'RouteTables[].[Associations[].[SubnetId,Main],Routes]'`;
}
