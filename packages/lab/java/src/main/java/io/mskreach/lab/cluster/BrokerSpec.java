package io.mskreach.lab.cluster;

/**
 * A broker to start.
 *
 * @param id Kafka's node id
 * @param port where it listens; 0 for a free one
 * @param advertisedHost the host that Metadata names
 * @param advertisedPort the port that Metadata names; 0 for the one it listens on
 */
public record BrokerSpec(int id, int port, String advertisedHost, int advertisedPort) {
    /** Broker names have ids of up to five digits; the lab's controller comes after them. */
    public static final int MAX_ID = 99_999;
}
