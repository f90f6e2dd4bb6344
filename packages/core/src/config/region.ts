/**
 * Regions and partitions, as names and ARNs write them.
 *
 * Source: AWS General Reference, "Service endpoints" (suffixes by partition).
 */

/** One partition of AWS: its name in ARNs and the DNS suffix of its services. */
export interface Partition {
  readonly partition: string;
  readonly suffix: string;
}

const BY_REGION_PREFIX: readonly (Partition & { readonly prefix: string })[] = [
  { prefix: 'cn-', partition: 'aws-cn', suffix: 'amazonaws.com.cn' },
  { prefix: 'us-gov-', partition: 'aws-us-gov', suffix: 'amazonaws.com' },
  { prefix: 'eusc-', partition: 'aws-eusc', suffix: 'amazonaws.eu' },
  { prefix: '', partition: 'aws', suffix: 'amazonaws.com' },
];

const REGION = /^[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}$/;

/** Whether the text has the form of a Region. New Regions appear: no list is kept. */
export function isRegion(text: string): boolean {
  return REGION.test(text);
}

/** Whether a name, in small letters, is one of AWS, in whatever partition. */
export function isAwsName(host: string): boolean {
  return BY_REGION_PREFIX.some(({ suffix }) => host === suffix || host.endsWith(`.${suffix}`));
}

/** The partition that a Region belongs to. */
export function partitionOf(region: string): Partition {
  const found = BY_REGION_PREFIX.find(({ prefix }) => region.startsWith(prefix));
  if (found === undefined) throw new RangeError('the last prefix matches every Region');
  return { partition: found.partition, suffix: found.suffix };
}
