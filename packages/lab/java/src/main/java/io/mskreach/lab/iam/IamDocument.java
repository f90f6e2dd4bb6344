package io.mskreach.lab.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All that the brokers know of IAM: immutable, and replaced as a whole when a policy changes.
 *
 * <p>Not a record on purpose: a record would print the master key.
 */
public final class IamDocument {
    private static final int MASTER_BYTES = 32;

    /** A user with a long-lived key. */
    public record User(String arn, Policy policy) {}

    private final Keys keys;
    private final long clockSkewMs;
    private final ClusterArns cluster;
    private final Map<String, User> users;
    private final Map<String, Policy> roles;

    private IamDocument(
            Keys keys, long clockSkewMs, ClusterArns cluster, Map<String, User> users, Map<String, Policy> roles) {
        this.keys = keys;
        this.clockSkewMs = clockSkewMs;
        this.cluster = cluster;
        this.users = Map.copyOf(users);
        this.roles = Map.copyOf(roles);
    }

    /** Reads the document; a mistake names its place and never a value. */
    public static IamDocument of(JsonNode json) {
        if (json == null || !json.isObject()) {
            throw new InvalidIamException("iam", "must be an object");
        }
        JsonNode skew = json.path("clockSkewMs");
        if (!skew.isMissingNode() && !skew.canConvertToLong()) {
            throw new InvalidIamException("iam.clockSkewMs", "must be a number of milliseconds");
        }
        JsonNode cluster = json.path("cluster");
        Map<String, User> users = new LinkedHashMap<>();
        json.path("users").fields().forEachRemaining(entry -> {
            String where = "iam.users." + entry.getKey();
            users.put(entry.getKey(), new User(
                    text(entry.getValue(), "arn", where),
                    Policy.ofStatements(entry.getValue().path("statements"), where + ".statements")));
        });
        Map<String, Policy> roles = new LinkedHashMap<>();
        json.path("roles").fields().forEachRemaining(entry -> roles.put(entry.getKey(), Policy.ofStatements(
                entry.getValue().path("statements"), "iam.roles." + entry.getKey() + ".statements")));
        return new IamDocument(
                new Keys(master(text(json, "master", "iam"))),
                skew.asLong(0),
                new ClusterArns(
                        text(cluster, "region", "iam.cluster"),
                        text(cluster, "arnPrefix", "iam.cluster"),
                        text(cluster, "name", "iam.cluster"),
                        text(cluster, "uuid", "iam.cluster")),
                users,
                roles);
    }

    public Keys keys() {
        return keys;
    }

    /** How far the lab's clock is ahead of this machine's; negative when behind. */
    public long clockSkewMs() {
        return clockSkewMs;
    }

    public ClusterArns cluster() {
        return cluster;
    }

    public Optional<User> user(String accessKeyId) {
        return Optional.ofNullable(users.get(accessKeyId));
    }

    public Optional<Policy> role(String arn) {
        return Optional.ofNullable(roles.get(arn));
    }

    /** The identity's statements AND the session policy, if the session has one; an explicit Deny in either wins. */
    public boolean allows(Caller caller, String action, String resource) {
        Optional<Policy> identity = caller.role().isPresent()
                ? role(caller.role().get())
                : user(caller.accessKeyId()).map(User::policy);
        return identity.map(policy -> policy.decide(action, resource)).orElse(Policy.Decision.SILENT)
                        == Policy.Decision.ALLOW
                && caller.sessionPolicy()
                        .map(policy -> policy.decide(action, resource) == Policy.Decision.ALLOW)
                        .orElse(true);
    }

    private static byte[] master(String hex) {
        try {
            byte[] bytes = HexFormat.of().parseHex(hex);
            if (bytes.length == MASTER_BYTES) {
                return bytes;
            }
        } catch (IllegalArgumentException notHex) {
            // Falls through: its message would quote the key.
        }
        throw new InvalidIamException("iam.master", "must be 32 bytes in hexadecimal");
    }

    private static String text(JsonNode parent, String field, String where) {
        JsonNode value = parent.path(field);
        if (!value.isTextual() || value.asText().isEmpty()) {
            throw new InvalidIamException(where + "." + field, "must be a string that is not empty");
        }
        return value.asText();
    }
}
