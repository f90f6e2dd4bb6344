package io.mskreach.lab.iam;

/**
 * The names of one cluster's resources (AWS service authorization reference, "Apache Kafka APIs for Amazon MSK").
 *
 * @param region where the cluster lives, as signers must name it
 * @param arnPrefix for example {@code arn:aws:kafka:us-east-1:444455556666}
 * @param name the cluster's name
 * @param uuid the cluster's UUID, the last part of its ARN
 */
public record ClusterArns(String region, String arnPrefix, String name, String uuid) {
    public String cluster() {
        return arnPrefix + ":cluster/" + name + "/" + uuid;
    }

    public String topic(String topic) {
        return resource("topic", topic);
    }

    public String group(String group) {
        return resource("group", group);
    }

    public String transactionalId(String transactionalId) {
        return resource("transactional-id", transactionalId);
    }

    private String resource(String type, String resource) {
        return arnPrefix + ":" + type + "/" + name + "/" + uuid + "/" + resource;
    }
}
