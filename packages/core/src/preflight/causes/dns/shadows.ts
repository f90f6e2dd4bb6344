/** Causes in how names resolve: a more specific zone. */
import type { Cause } from '../cause.ts';
import { CACHED, zonesOfVpc, rulesOfVpc } from './shared.ts';

export const shadowCauses: readonly Cause[] = [
  {
    id: 'DNS13',
    level: 'fail',
    layer: 'dns',
    title: 'a more specific zone shadows the names',
    good: 'No more specific zone denies the names.',
    words: {
      main: {
        summary:
          'The zone {zone}, more specific than {apex}, does not know {hosts}, while names of another shard resolve.',
        fix: {
          text: `Remove the zone {zone} from the client's VPC, or the resolver rule of that name: the most specific one answers, with no way back to {apex}. ${CACHED}`,
          commands: [
            zonesOfVpc,
            rulesOfVpc,
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
    explains: ['DNS01', 'DNS02', 'DNS03'],
  },
];
