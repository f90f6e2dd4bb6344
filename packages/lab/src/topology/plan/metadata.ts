import type { Topology } from '../model.ts';
import type { MetadataClient } from '../service/metadata.ts';
import { fabricOf } from './fabric.ts';

/** What instance metadata says of each client that has it. */
export function metadataClients(topology: Topology): readonly MetadataClient[] {
  const { metadata } = fabricOf(topology, [], []);
  return Object.entries(topology.clients).flatMap(([name, client]): MetadataClient[] => {
    const vpc = topology.vpcs[client.vpc];
    const subnet = vpc?.subnets[client.zone];
    if (vpc === undefined || subnet === undefined || client.metadata === false) return [];
    return [
      {
        listen: metadata(name),
        name,
        account: topology.accounts[vpc.account]?.id ?? '',
        vpc: client.vpc,
        region: vpc.region,
        zone: client.zone,
        address: client.address,
        vpcCidr: vpc.cidr,
        subnetCidr: subnet.cidr,
      },
    ];
  });
}
