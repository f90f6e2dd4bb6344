/** Causes in how names resolve: names that lead to the wrong address. */
import type { Cause, Words } from '../cause.ts';
import { privatelinkWords } from './privatelink.ts';
import {
  CACHED,
  endpointNames,
  firewalls,
  ruleDomains,
  rulesOfVpc,
  wildcard,
  wrongAddress,
  zoneId,
  zonesOfVpc,
} from './shared.ts';

const OLD_ANSWER = 'The old answer stays cached for its TTL.';
const OUTSIDE = 'The answers for {hosts} ({addresses}) lie outside the declared blocks ({cidrs}).';
const withOtherCidr = { owner: 'client', command: 'msk-reach check --cidr {rightCidr}' } as const;
const ask = { owner: 'client', command: 'dig {host} A' } as const;

/** Another name stands in place of the cluster's: as a record, or for this VPC alone. */
const renamed: Omit<Words, 'summary'> = {
  candidates: ['DNS08', 'DNS09'],
  settledBy:
    "Who says so: (2) shows the CNAME where the zone has it (DNS08). With none there, a DNS Firewall of the client's VPC overrides the names (5), or a proxy does (DNS09).",
  fix: {
    text: `Put an A-alias to the cluster's VPC endpoint in place of the CNAME in the zone {apex}: (1) prints the zone's id, (2) the CNAME with its name and TTL, (3) the endpoint's names, (4) changes both at once. Where it is a firewall, the client's account lets {apex} through. ${CACHED}`,
    commands: [
      zoneId,
      {
        owner: 'zone-account',
        command:
          'aws route53 list-resource-record-sets --hosted-zone-id {hostedZoneId} --query "ResourceRecordSets[?Type==\'CNAME\']" --output json',
      },
      endpointNames,
      {
        owner: 'zone-account',
        command:
          'aws route53 change-resource-record-sets --hosted-zone-id {hostedZoneId} --change-batch \'{"Changes":[{"Action":"DELETE","ResourceRecordSet":{"Name":"*.{apex}","Type":"CNAME","TTL":{ttlOfTheCname},"ResourceRecords":[{"Value":"{alias}"}]}},{"Action":"CREATE","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointHostedZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}]}\'',
      },
      firewalls,
    ],
  },
};

export const addressCauses: readonly Cause[] = [
  {
    id: 'DNS08',
    level: 'fail',
    layer: 'dns',
    title: 'alias to an old endpoint: gone, or outside the expected addresses',
    good: 'Every answer lies in the declared blocks.',
    words: {
      main: {
        summary: OUTSIDE,
        candidates: ['DNS08', 'DNS13'],
        settledBy:
          'Which zone (1) or rule (2) of this VPC is the most specific one for {hosts}: with that for {apex} its alias is old (DNS08); one deeper, for {shardApex} or the very name, answers in its place (DNS13).',
        fix: {
          text: `Run (1) to (3). If one lists a domain deeper than {apex} for these names, take that off this VPC (msk-reach explain DNS13). If not, point the * alias of the zone {apex} at the cluster's endpoint: (4) prints the zone's id, (5) the endpoint's names, (6) makes the alias. Where the endpoint has moved, look again with the right --cidr (7). ${OLD_ANSWER}`,
          commands: [zonesOfVpc, rulesOfVpc, ruleDomains, zoneId, endpointNames, wildcard, withOtherCidr],
        },
      },
      alias: {
        summary: OUTSIDE,
        settledBy:
          'What dig answers for the name that (2) prints: other addresses, and the alias is old; these ones, and the declared block (--cidr) is.',
        fix: {
          text: `Point the * alias of the zone {apex} at the cluster's endpoint: (1) prints the zone's id, (2) the endpoint's names, (3) makes the alias. Where the endpoint has moved, look again with the right --cidr (4). ${OLD_ANSWER}`,
          commands: [zoneId, endpointNames, wildcard, withOtherCidr],
        },
      },
      dangling: {
        summary: 'The alias of {hosts} leads to {alias}, which is gone: that name has no address.',
        ...renamed,
      },
      overridden: {
        summary: 'A CNAME leads {hosts} to {alias} ({addresses}): no name of AWS, and not the cluster.',
        ...renamed,
      },
      privatelink: privatelinkWords,
    },
    blocks: null,
    explains: ['DNS01', 'DNS03', 'DNS11', ...wrongAddress],
  },
  {
    id: 'DNS09',
    level: 'fail',
    layer: 'dns',
    title: 'public, shared, loopback or unspecified answer',
    good: 'Every answer is an address that an endpoint can have.',
    words: {
      main: {
        summary: 'The answers for {hosts} ({addresses}) are not private addresses, and take no connections.',
        fix: {
          text: `See which zone gives this answer (1); where none of the VPC does, it is a rule, a proxy or a DNS Firewall (4). Then point the * alias of the zone {apex} at the cluster's endpoint, whose names (2) prints (3). Where such addresses are this VPC's own, declare them (--cidr). ${OLD_ANSWER}`,
          commands: [zonesOfVpc, endpointNames, wildcard, firewalls],
        },
      },
      loopback: {
        summary: 'The answers for {hosts} ({addresses}) are addresses of this machine itself.',
        fix: {
          text: 'Remove the override: a line of the hosts file, which (1) finds, or what (2) shows a DNS server to answer (a local DNS proxy, a DNS Firewall). Where a local proxy is meant, declare its block with --cidr.',
          commands: [{ owner: 'client', command: 'grep -n kafka /etc/hosts' }, ask],
        },
      },
    },
    blocks: null,
    explains: ['DNS08', 'DNS11', ...wrongAddress],
  },
];
