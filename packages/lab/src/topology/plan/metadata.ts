import { createHash } from 'node:crypto';
import type { Topology } from '../model.ts';
import type { MetadataClient } from '../service/metadata.ts';
import { fabricOf } from './fabric.ts';
import { blocksOf } from './ipv4.ts';

/** What instance metadata says of each client that has it. */
export function metadataClients(topology: Topology): readonly MetadataClient[] {
  const { metadata } = fabricOf(topology, [], []);
  return Object.entries(topology.clients).flatMap(([name, client]): MetadataClient[] => {
    const vpc = topology.vpcs[client.vpc];
    const subnet = vpc?.subnets[client.zone];
    if (vpc === undefined || subnet === undefined || client.metadata === false) return [];
    const instance = {
      region: vpc.region,
      availabilityZone: `${vpc.region}${client.zone}`,
      vpcId: `vpc-${createHash('sha256').update(client.vpc).digest('hex').slice(0, 17)}`,
      vpcCidrs: blocksOf(vpc),
      subnetCidr: subnet.cidr,
    };
    return [{ listen: metadata(name), instance }];
  });
}
