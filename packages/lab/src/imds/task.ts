/**
 * What the agent of ECS says of a task and its one container, version 4.
 *
 * Source: Amazon ECS Developer Guide, "Amazon ECS task metadata v4 examples for tasks on Fargate".
 */
import { isIPv4 } from 'node:net';
import type { InstanceFacts } from './instance.ts';

const ID = 'cd189a933e5849daa93386466019ab50';
const CONTAINER = `${ID}-2495160603`;
/** The path of the one container, which is its name for the task too. */
export const TASK_PATH: string = `/v4/${CONTAINER}`;
const ACCOUNT = '111122223333';

/** JSON at a path below the agent; null where there is nothing. */
export function taskText(facts: InstanceFacts, path: string): string | null {
  const { region, availabilityZone = `${region}a` } = facts;
  const cluster = `arn:aws:ecs:${region}:${ACCOUNT}:cluster/default`;
  const arn = `arn:aws:ecs:${region}:${ACCOUNT}:task/default/${ID}`;
  const container = {
    DockerId: CONTAINER,
    Name: 'client',
    DockerName: 'client',
    Image: `${ACCOUNT}.dkr.ecr.${region}.amazonaws.com/client:latest`,
    Labels: { 'com.amazonaws.ecs.cluster': cluster, 'com.amazonaws.ecs.task-arn': arn },
    DesiredStatus: 'RUNNING',
    KnownStatus: 'RUNNING',
    Limits: { CPU: 10, Memory: 128 },
    Type: 'NORMAL',
    Networks: [networkOf(facts)],
    ContainerARN: `arn:aws:ecs:${region}:${ACCOUNT}:container/0206b271-b33f-47ab-86c6-a0ba208a70a9`,
    LogDriver: 'awslogs',
  };
  if (path === TASK_PATH) return JSON.stringify(container);
  if (path !== `${TASK_PATH}/task`) return null;
  return JSON.stringify({
    Cluster: cluster,
    TaskARN: arn,
    Family: 'client',
    Revision: '2',
    DesiredStatus: 'RUNNING',
    KnownStatus: 'RUNNING',
    Limits: { CPU: 0.25, Memory: 512 },
    AvailabilityZone: availabilityZone,
    LaunchType: 'FARGATE',
    Containers: [container],
  });
}

function networkOf({ vpcCidrs, subnetCidr }: InstanceFacts): object {
  const subnet = subnetCidr ?? vpcCidrs.find((cidr) => isIPv4(cidr.split('/')[0] ?? ''));
  return {
    NetworkMode: 'awsvpc',
    IPv4Addresses: subnet === undefined ? [] : [subnet.replace(/\.\d+\/\d+$/, '.106')],
    AttachmentIndex: 0,
    MACAddress: '0a:de:f6:10:51:e5',
    ...(subnet === undefined ? {} : { IPv4SubnetCIDRBlock: subnet }),
    DomainNameServers: ['169.254.169.253'],
  };
}
