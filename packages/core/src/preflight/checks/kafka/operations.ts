/** What a principal may do, as brokers tell it: codes of org.apache.kafka.common.acl.AclOperation, a bit each (KIP-430). */

/** To read a topic; to join a group, and to commit. */
export const READ: number = 1 << 3;
/** To write a topic. */
export const WRITE: number = 1 << 4;

const NAMES: readonly (readonly [bit: number, name: string])[] = [
  [READ, 'Read'],
  [WRITE, 'Write'],
  [1 << 5, 'Create'],
  [1 << 6, 'Delete'],
  [1 << 7, 'Alter'],
  [1 << 8, 'Describe'],
  [1 << 9, 'ClusterAction'],
  [1 << 10, 'DescribeConfigs'],
  [1 << 11, 'AlterConfigs'],
  [1 << 12, 'IdempotentWrite'],
];

/** The names of Kafka's operations in the field, as `kafka-acls.sh` writes them. */
export function allowedOperations(bits: number): string {
  const names = NAMES.flatMap(([bit, name]) => ((bits & bit) === 0 ? [] : [name]));
  return names.length === 0 ? 'none' : names.join(', ');
}
