/** ARNs as IAM's own commands want them. */

/** The IAM role behind an assumed-role session (its path is not in there); null for anything else. */
export function roleOf(arn: string): string | null {
  const parts = /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn);
  return parts === null ? null : `arn:${parts[1]}:iam::${parts[2]}:role/${parts[3]}`;
}

/** ARN of a topic or a group of a cluster; null where the cluster's is not known. */
export function resourceArn(clusterArn: string | null, kind: 'topic' | 'group', name: string): string | null {
  return clusterArn?.includes(':cluster/') === true
    ? `${clusterArn.replace(':cluster/', `:${kind}/`)}/${name}`
    : null;
}
