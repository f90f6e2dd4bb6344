package io.mskreach.lab.cluster;

import io.mskreach.lab.auth.IamAuthorizer;
import io.mskreach.lab.auth.IamCallbackHandler;
import io.mskreach.lab.auth.IamPrincipalBuilder;
import io.mskreach.lab.state.LabState;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * The properties of Kafka's nodes: the same security as MSK Serverless on the listener for clients, and as little
 * memory and work as several nodes in one small JVM need.
 *
 * @param labId under which the plug-ins find the lab's state
 * @param bindAddress for the clients' listeners; all others are on loopback
 * @param keyStorePem key and certificate chain
 * @param initialBrokers how many brokers the lab begins with, which bounds the replication factors
 * @param overrides whatever the configuration file says under {@code kafka}
 */
record NodeSettings(
        String labId, String bindAddress, Path keyStorePem, int initialBrokers, Map<String, String> overrides) {
    static final String CLIENT_LISTENER = "IAM";
    static final String INTERNAL_LISTENER = "INTERNAL";

    static final String LOOPBACK = "127.0.0.1";

    private static final int CONTROLLER_ID = BrokerSpec.MAX_ID + 1;
    private static final String IAM_PREFIX = "listener.name.iam.";

    /** MSK Serverless takes messages of up to 8 MiB (its quota page). */
    private static final int MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    Properties controller(int port, Path directory) {
        Properties properties = common(CONTROLLER_ID, port, directory);
        properties.put("process.roles", "controller");
        properties.put("listeners", "CONTROLLER://" + LOOPBACK + ":" + port);
        properties.put("default.replication.factor", String.valueOf(replicas()));
        properties.putAll(overrides);
        return properties;
    }

    Properties broker(BrokerSpec spec, int controllerPort, Path directory) {
        Properties properties = common(spec.id(), controllerPort, directory);
        properties.put("process.roles", "broker");
        properties.put("listeners",
                CLIENT_LISTENER + "://" + bindAddress + ":" + spec.port() + "," + INTERNAL_LISTENER + "://" + LOOPBACK + ":0");
        properties.put("advertised.listeners",
                CLIENT_LISTENER + "://" + spec.advertisedHost() + ":" + spec.advertisedPort()
                        + "," + INTERNAL_LISTENER + "://" + LOOPBACK + ":0");
        properties.put("inter.broker.listener.name", INTERNAL_LISTENER);
        putClientSecurity(properties);
        putThrift(properties);
        properties.putAll(overrides);
        return properties;
    }

    private Properties common(int id, int controllerPort, Path directory) {
        Properties properties = new Properties();
        properties.put("node.id", String.valueOf(id));
        properties.put("log.dirs", directory.toString());
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("controller.quorum.voters", CONTROLLER_ID + "@" + LOOPBACK + ":" + controllerPort);
        properties.put("listener.security.protocol.map", "IAM:SASL_SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("authorizer.class.name", IamAuthorizer.class.getName());
        properties.put("principal.builder.class", IamPrincipalBuilder.class.getName());
        properties.put(LabState.ID_PROPERTY, labId);
        properties.put("num.network.threads", "1");
        properties.put("num.io.threads", "4");
        // A broker's id is free again only when its session has ended, also after a clean stop (Kafka 4.1).
        properties.put("broker.heartbeat.interval.ms", "1000");
        properties.put("broker.session.timeout.ms", "5000");
        putTopics(properties);
        return properties;
    }

    private void putClientSecurity(Properties properties) {
        properties.put(IAM_PREFIX + "sasl.enabled.mechanisms", "OAUTHBEARER");
        properties.put(IAM_PREFIX + "oauthbearer.sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;");
        properties.put(IAM_PREFIX + "oauthbearer.sasl.server.callback.handler.class",
                IamCallbackHandler.class.getName());
        properties.put(IAM_PREFIX + "ssl.keystore.type", "PEM");
        properties.put(IAM_PREFIX + "ssl.keystore.location", keyStorePem.toString());
        properties.put(IAM_PREFIX + "ssl.client.auth", "none");
        properties.put(IAM_PREFIX + "ssl.enabled.protocols", "TLSv1.2,TLSv1.3");
    }

    /** Also for the controller: it is the one that creates topics, with its own defaults. */
    private void putTopics(Properties properties) {
        String replicas = String.valueOf(replicas());
        String inSync = String.valueOf(Math.max(1, replicas() - 1));
        properties.put("auto.create.topics.enable", "false");
        properties.put("min.insync.replicas", inSync);
        properties.put("message.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        properties.put("replica.fetch.max.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("offsets.topic.num.partitions", "3");
        properties.put("offsets.topic.replication.factor", replicas);
        properties.put("transaction.state.log.num.partitions", "3");
        properties.put("transaction.state.log.replication.factor", replicas);
        properties.put("transaction.state.log.min.isr", inSync);
        properties.put("share.coordinator.state.topic.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", replicas);
        properties.put("share.coordinator.state.topic.min.isr", inSync);
    }

    private int replicas() {
        return Math.min(3, initialBrokers);
    }

    private static void putThrift(Properties properties) {
        properties.put("num.network.threads", "2");
        properties.put("num.replica.fetchers", "1");
        properties.put("num.recovery.threads.per.data.dir", "1");
        properties.put("background.threads", "2");
        properties.put("log.cleaner.threads", "1");
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024));
        properties.put("log.index.size.max.bytes", String.valueOf(1024 * 1024));
        properties.put("log.segment.bytes", String.valueOf(2 * MAX_MESSAGE_BYTES));
        properties.put("offsets.topic.segment.bytes", String.valueOf(MAX_MESSAGE_BYTES));
        properties.put("transaction.state.log.segment.bytes", String.valueOf(MAX_MESSAGE_BYTES));
    }
}
