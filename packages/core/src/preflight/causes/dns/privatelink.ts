/** Words for causes of names that belong to PrivateLink alone. */
import type { Words } from '../cause.ts';
import { wildcard, zoneId } from './shared.ts';

/** Of DNS08 with PrivateLink. */
export const privatelinkWords: Words = {
  summary:
    'The answers for {hosts} ({addresses}) lie outside this VPC ({vpcCidrs}), and nothing answers there: with PrivateLink the * has to lead to the interface endpoint.',
  candidates: ['DNS08', 'TCP01'],
  settledBy:
    "Whose addresses these are: (1) prints the names of this VPC's endpoints. The MSK endpoint's own are reached over a route alone, not by PrivateLink (DNS08); behind an interface endpoint in a shared VPC something drops the connection (TCP01).",
  fix: {
    text: "Point the * alias of the zone {apex} at the interface endpoint: (1) prints its names, (2) the zone's id, (3) makes the alias. The old answer stays cached for its TTL.",
    commands: [
      {
        owner: 'client-account',
        command:
          "aws ec2 describe-vpc-endpoints --region {clientRegion} --filters Name=vpc-id,Values={clientVpcId} --query 'VpcEndpoints[].[ServiceName,DnsEntries[0]]'",
      },
      { ...zoneId, owner: 'client-account' },
      { ...wildcard, owner: 'client-account' },
    ],
  },
};
