/** Causes in how names resolve: a more specific zone. */
import type { Cause } from '../cause.ts';
import { applyChanges, writeDeletions } from './records.ts';
import {
  CACHED,
  dissociateRule,
  firewalls,
  ruleDomains,
  rulesOfVpc,
  updateTargets,
  zoneId,
  zonesOfVpc,
} from './shared.ts';

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
          text: `Take {zone} off the client's VPC: what is most specific answers, with no way back to {apex}. If (1) lists it, it is a zone: (2) dissociates it. If not, it is a resolver rule: (3) prints the ids of this VPC's rules, (4) their domains, (5) dissociates it. ${CACHED}`,
          commands: [
            zonesOfVpc,
            {
              owner: 'client-account',
              command:
                'aws route53 disassociate-vpc-from-hosted-zone --hosted-zone-id {hostedZoneId} --vpc VPCRegion={clientRegion},VPCId={clientVpcId}',
            },
            rulesOfVpc,
            ruleDomains,
            dissociateRule,
          ],
        },
      },
      rule: {
        summary:
          'No private zone answers for {hosts}{zoneClause}, while names of another shard resolve: something more specific than {apex} takes the questions for {shardApex} elsewhere.',
        candidates: ['DNS13', 'DNS09'],
        settledBy:
          'The rules of this VPC (1) and their domains (2): one for {shardApex}, or deeper, beats every zone and rule for {apex}, and whoever it leads to does not know these names. Without one it is a DNS Firewall that answers NXDOMAIN (3).',
        fix: {
          text: `Take the rule off this VPC (4), or let its owner lead it to the VPC that the cluster is attached to (5): the most specific one answers, with no way back to {apex}. ${CACHED}`,
          commands: [rulesOfVpc, ruleDomains, firewalls, dissociateRule, updateTargets],
        },
      },
      unsigned: {
        summary:
          "No name of the cluster resolves here: {resolver} answers {rcode} for {hosts}, in nobody's name (no SOA of a zone that says whose answer it is), while other names below {apex} resolve.",
        candidates: ['DNS13', 'DNS03'],
        settledBy:
          "(1) and (2), the rules of this VPC and their domains: one for {shardApex}, or deeper, leads past the zone to somebody who does not know these names (DNS13), or a DNS Firewall answers (3). With neither, (5) shows a record left over at or below {shardApex}, which switches the zone's wildcard off (DNS03).",
        fix: {
          text: `A rule: the client's account takes it off this VPC (6), or its owner leads it to the VPC that the cluster is attached to (7). A firewall: the client's account lets {apex} through. A record: the zone's owner finds the zone (4), writes the deletions to changes.json (5), reads them and makes them (8). ${CACHED}`,
          commands: [
            rulesOfVpc,
            ruleDomains,
            firewalls,
            zoneId,
            writeDeletions,
            dissociateRule,
            updateTargets,
            applyChanges,
          ],
        },
      },
    },
    blocks: 'pattern',
    explains: ['DNS01', 'DNS02', 'DNS03'],
  },
];
