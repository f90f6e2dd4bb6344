/** Causes in how names resolve: a zone answers, but not for every broker. */
import type { Cause } from '../cause.ts';
import { CACHED, endpointNames } from './shared.ts';

/** While one record is left below the shard the wildcard answers nothing there, so all of it is one change. */
const AT_ONCE =
  'The * and the deletions go into one change batch: one by one, every deleted name is NXDOMAIN until the last is gone. The second command writes the batch; read changes.json, then apply it.';
const UPSERT =
  '`{"Action":"UPSERT","ResourceRecordSet":{"Name":"*.{apex}","Type":"A","AliasTarget":{"HostedZoneId":"{endpointZoneId}","DNSName":"{endpointDnsName}","EvaluateTargetHealth":false}}}`';
const DELETIONS =
  'ResourceRecordSets[?ends_with(Name,`".{shardApex}."`)||Name==`"{shardApex}."`].{Action:`"DELETE"`,ResourceRecordSet:@}';
const writeDeletions = {
  owner: 'cluster-account',
  command: `aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --output json --query '{Changes:${DELETIONS}}' | tee changes.json`,
} as const;
const writeReplacement = {
  owner: 'cluster-account',
  command: `aws route53 list-resource-record-sets --hosted-zone-id {zoneId} --output json --query '{Changes:[${UPSERT},${DELETIONS}][]}' | tee changes.json`,
} as const;
const applyChanges = {
  owner: 'cluster-account',
  command:
    'aws route53 change-resource-record-sets --hosted-zone-id {zoneId} --change-batch file://changes.json',
} as const;

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
          text: `Give the zone {apex} a * alias and delete every record at or below {shardApex}. ${AT_ONCE} ${CACHED}`,
          commands: [endpointNames, writeReplacement, applyChanges],
        },
      },
      fixed: {
        summary:
          'Every broker resolves today, but by fixed records: no wildcard answers, and the next new broker will not resolve.',
        fix: {
          text: `Give the zone {apex} a * alias and delete every record at or below {shardApex}. ${AT_ONCE} ${CACHED}`,
          commands: [endpointNames, writeReplacement, applyChanges],
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
          text: `Brokers come and go: give the zone {apex} a * alias and delete every record at or below {shardApex}. ${AT_ONCE} ${CACHED}`,
          commands: [endpointNames, writeReplacement, applyChanges],
        },
      },
      leftover: {
        summary:
          'A record below {shardApex} switches the wildcard off there: * answers in other shards, but not for {hosts}.',
        fix: {
          text: `Delete every record at or below {shardApex} in one change batch (RFC 4592: while one exists, *.{apex} answers nothing under it). The first command writes the batch; read changes.json, then apply it. ${CACHED}`,
          commands: [writeDeletions, applyChanges],
        },
      },
    },
    blocks: 'tcp',
    explains: ['DNS02'],
  },
];
