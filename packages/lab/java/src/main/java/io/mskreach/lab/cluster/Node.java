package io.mskreach.lab.cluster;

import java.lang.reflect.Field;
import java.util.Properties;
import kafka.server.BrokerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import scala.Option;

/** One {@code KafkaRaftServer}. */
final class Node {
    private final KafkaRaftServer server;

    private Node(KafkaRaftServer server) {
        this.server = server;
    }

    /** Returns once the node serves requests: a broker is then registered, caught up and unfenced. */
    static Node start(Properties properties) {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException | Error e) {
            server.shutdown();
            throw e;
        }
        return new Node(server);
    }

    /** The port that clients reach. */
    int clientPort() {
        return port(NodeSettings.CLIENT_LISTENER);
    }

    /** The port that other nodes reach. */
    int internalPort() {
        return port(NodeSettings.INTERNAL_LISTENER);
    }

    /** Kafka keeps the broker inside the server to itself, in every version. */
    private int port(String listener) {
        try {
            Field field = KafkaRaftServer.class.getDeclaredField("broker");
            field.setAccessible(true);
            BrokerServer broker = (BrokerServer) ((Option<?>) field.get(server)).get();
            return broker.boundPort(new ListenerName(listener));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of Kafka hides its broker elsewhere", e);
        }
    }

    /** A clean shutdown: partitions move to other brokers first. */
    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }
}
