/** Causes in how names resolve: a zone answers, but not for every broker. */
import type { Cause, Command } from '../cause.ts';
import { CACHED, endpointNames, firewalls, ruleDomains, rulesOfVpc, zoneId, zonesOfVpc } from './shared.ts';

/** While one record is left below the shard the wildcard answers nothing there, so all of it is one change. */
const REPLACE = `(1) prints the zone's id (none: another account owns it) and (2) the endpoint's names; (3) writes the change to changes.json, which you read before (4) makes it: all at once, for one by one every deleted name is NXDOMAIN until the last is gone. ${CACHED}`;
const UPSERT =
  '`{"Action":"UPSERT","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointHostedZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}`';
const DELETIONS =
  'ResourceRecordSets[?ends_with(Name,`".{shardApex}."`)||Name==`"{shardApex}."`].{Action:`"DELETE"`,ResourceRecordSet:@}';
/** Prints them too: what stands at or below the shard. */
export const writeDeletions: Command = {
  owner: 'zone-account',
  command: `aws route53 list-resource-record-sets --hosted-zone-id {hostedZoneId} --output json --query '{Changes:${DELETIONS}}' | tee changes.json`,
};
const writeReplacement = {
  owner: 'zone-account',
  command: `aws route53 list-resource-record-sets --hosted-zone-id {hostedZoneId} --output json --query '{Changes:[${UPSERT},${DELETIONS}][]}' | tee changes.json`,
} as const;
export const applyChanges: Command = {
  owner: 'zone-account',
  command:
    'aws route53 change-resource-record-sets --hosted-zone-id {hostedZoneId} --change-batch file://changes.json',
};
const replacement = [zoneId, endpointNames, writeReplacement, applyChanges];

export const recordCauses: readonly Cause[] = [
  {
    id: 'DNS02',
    level: 'fail',
    layer: 'dns',
    title: 'no wildcard: only the bootstrap has a record',
    good: 'Brokers resolve as the bootstrap does.',
    words: {
      main: {
        summary: 'The bootstrap resolves, but no broker does: {count} of {total} have no record ({hosts}).',
        fix: {
          text: `Give the zone {apex} one * alias in place of every record at or below {shardApex}. ${REPLACE}`,
          commands: replacement,
        },
      },
      fixed: {
        summary:
          'Every broker resolves today, but by fixed records: no wildcard answers, and the next new broker will not resolve.',
        fix: {
          text: `Give the zone {apex} one * alias in place of every record at or below {shardApex}. ${REPLACE}`,
          commands: replacement,
        },
      },
    },
    blocks: 'tcp',
    explains: [],
  },
  {
    id: 'DNS03',
    level: 'fail',
    layer: 'dns',
    title: 'stale fixed records, or a left-over record that switches the wildcard off',
    good: 'Every broker that Metadata names resolves.',
    words: {
      main: {
        summary:
          '{count} of {total} names of the cluster have no record ({hosts}) while others resolve: the records are fixed, and stale.',
        fix: {
          text: `Brokers come and go, so give the zone {apex} one * alias in place of every record at or below {shardApex}. ${REPLACE}`,
          commands: replacement,
        },
      },
      beside: {
        summary:
          '{count} of {total} names of the cluster have no address ({hosts}), while a wildcard answers even for a broker that never was: something stands in its place for these names alone.',
        candidates: ['DNS03', 'DNS13'],
        settledBy:
          '(2): a record at or below these very names, of whatever type, takes them from the wildcard (DNS03). With none, a zone (3) or rule (4), whose domain (5) prints, of this VPC stands at these names, or a DNS Firewall (6) denies them (DNS13).',
        fix: {
          text: `A record: the zone's owner finds the zone (1), writes the deletions to changes.json (2), reads them and makes them (7). A zone, rule or firewall: the client's account takes what (3), (4) or (6) shows off this VPC. ${CACHED}`,
          commands: [zoneId, writeDeletions, zonesOfVpc, rulesOfVpc, ruleDomains, firewalls, applyChanges],
        },
      },
      leftover: {
        summary:
          'A record below {shardApex} switches the wildcard off there: * answers in other shards, but not for {hosts}.',
        fix: {
          text: `Delete every record at or below {shardApex}, all at once: while one exists, *.{apex} answers nothing under it (RFC 4592). (1) prints the zone's id; (2) writes the deletions to changes.json, which you read before (3) makes them. ${CACHED}`,
          commands: [zoneId, writeDeletions, applyChanges],
        },
      },
    },
    blocks: 'tcp',
    explains: ['DNS02'],
  },
];
