/** What to allow where Kafka denies something: in the same words in a report and in a client's own errors. */

export const allow = {
  topic:
    "Allow kafka-cluster:DescribeTopic, and ReadData to consume or WriteData to produce, on the topic's ARN (the cluster's, with topic in place of cluster, then the topic's name)",
  group:
    "Allow kafka-cluster:DescribeGroup and AlterGroup on the group's ARN (the cluster's, with group in place of cluster, then the group's id)",
  cluster: "Allow kafka-cluster:WriteDataIdempotently on the cluster's ARN: an idempotent producer needs it",
  transactionalId:
    "Allow kafka-cluster:DescribeTransactionalId and AlterTransactionalId on the transactional id's ARN (the cluster's, with transactional-id in place of cluster, then the id)",
} as const;
