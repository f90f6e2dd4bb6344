/** Causes in how names resolve: a more specific zone. */
import type { Cause } from '../cause.ts';
import { CACHED, rulesOfVpc, zonesOfVpc } from './shared.ts';

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
          text: `Take {zone} away from the client's VPC: the most specific zone or rule answers, with no way back to {apex}. (1) prints the id of the zone and (2) dissociates it; where it is no zone but a resolver rule, (3) prints its id and (4) dissociates that. ${CACHED}`,
          commands: [
            zonesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id {hostedZoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
            },
            rulesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53resolver disassociate-resolver-rule --region {clientRegion} --resolver-rule-id {resolverRuleId} --vpc-id {clientVpcId}',
            },
          ],
        },
      },
      rule: {
        summary:
          'No private zone answers for {hosts}{zoneClause}, while names of another shard resolve: something more specific than {apex} takes the questions for {shardApex} elsewhere.',
        candidates: ['DNS13', 'DNS09'],
        settledBy:
          'The rules of this VPC (1): one for {shardApex}, or deeper, beats every zone and rule for {apex}, and whoever it leads to does not know these names. Without one it is a DNS Firewall that answers NXDOMAIN (2).',
        fix: {
          text: `Take the rule off this VPC (3), or let it lead to the VPC that the cluster is attached to: the most specific one answers, with no way back to {apex}. ${CACHED}`,
          commands: [
            rulesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53resolver list-firewall-rule-group-associations --vpc-id {clientVpcId} --region {clientRegion}',
            },
            {
              owner: 'client-account',
              command:
                'aws route53resolver disassociate-resolver-rule --resolver-rule-id {resolverRuleId} --vpc-id {clientVpcId} --region {clientRegion}',
            },
          ],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS01', 'DNS02', 'DNS03'],
  },
];
