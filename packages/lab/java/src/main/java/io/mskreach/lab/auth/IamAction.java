package io.mskreach.lab.auth;

import io.mskreach.lab.iam.ClusterArns;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * An operation of Kafka's as IAM names it (MSK developer guide, "Semantics of IAM authorization policy actions and
 * resources"). Unlike Kafka's own ACLs no action implies another: WriteData without DescribeTopic is not enough to
 * produce.
 *
 * @param name for example {@code kafka-cluster:ReadData}
 * @param resource the ARN it applies to
 */
record IamAction(String name, String resource) {
    private static final Map<AclOperation, String> CLUSTER = Map.of(
            AclOperation.DESCRIBE, "DescribeCluster",
            AclOperation.ALTER, "AlterCluster",
            AclOperation.DESCRIBE_CONFIGS, "DescribeClusterDynamicConfiguration",
            AclOperation.ALTER_CONFIGS, "AlterClusterDynamicConfiguration",
            AclOperation.IDEMPOTENT_WRITE, "WriteDataIdempotently");
    private static final Map<AclOperation, String> TOPIC = Map.of(
            AclOperation.CREATE, "CreateTopic",
            AclOperation.DESCRIBE, "DescribeTopic",
            AclOperation.ALTER, "AlterTopic",
            AclOperation.DELETE, "DeleteTopic",
            AclOperation.DESCRIBE_CONFIGS, "DescribeTopicDynamicConfiguration",
            AclOperation.ALTER_CONFIGS, "AlterTopicDynamicConfiguration",
            AclOperation.READ, "ReadData",
            AclOperation.WRITE, "WriteData");
    private static final Map<AclOperation, String> GROUP = Map.of(
            AclOperation.DESCRIBE, "DescribeGroup",
            AclOperation.READ, "AlterGroup",
            AclOperation.DELETE, "DeleteGroup");
    private static final Map<AclOperation, String> TRANSACTIONAL_ID = Map.of(
            AclOperation.DESCRIBE, "DescribeTransactionalId",
            AclOperation.WRITE, "AlterTransactionalId");

    /** Empty where IAM has no action: those operations are nobody's but the cluster's own. */
    static Optional<IamAction> of(AclOperation operation, ResourceType type, String name, ClusterArns arns) {
        return switch (type) {
            case CLUSTER -> action(CLUSTER, operation, arns.cluster());
            case TOPIC -> action(TOPIC, operation, arns.topic(name));
            case GROUP -> action(GROUP, operation, arns.group(name));
            case TRANSACTIONAL_ID -> action(TRANSACTIONAL_ID, operation, arns.transactionalId(name));
            default -> Optional.empty();
        };
    }

    private static Optional<IamAction> action(
            Map<AclOperation, String> names, AclOperation operation, String resource) {
        return Optional.ofNullable(names.get(operation))
                .map(name -> new IamAction(TokenValidator.SERVICE + ":" + name, resource));
    }
}
