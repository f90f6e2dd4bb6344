package io.mskreach.lab.cluster;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** What a service does before it takes a broker away: every replica on it moves to the one that comes in its place. */
final class ReplicaMove {
    private static final long DEADLINE_MS = 50_000;
    private static final long POLL_MS = 100;

    private ReplicaMove() {}

    /**
     * Returns when the replicas have moved and caught up.
     *
     * @param bootstrap a listener that lets the nodes themselves in
     */
    static void run(String bootstrap, int from, int to) throws IOException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Map<TopicPartition, Optional<NewPartitionReassignment>> moves = moves(admin, from, to);
            admin.alterPartitionReassignments(moves).all().get();
            long deadline = System.currentTimeMillis() + DEADLINE_MS;
            while (!admin.listPartitionReassignments(moves.keySet()).reassignments().get().isEmpty()) {
                if (System.currentTimeMillis() > deadline) {
                    throw new IOException("move: the replicas of broker " + from + " did not move in time");
                }
                Thread.sleep(POLL_MS);
            }
        } catch (ExecutionException e) {
            throw new IOException("move: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("move: interrupted", e);
        }
    }

    private static Map<TopicPartition, Optional<NewPartitionReassignment>> moves(Admin admin, int from, int to)
            throws ExecutionException, InterruptedException {
        Set<String> topics = admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
        Map<TopicPartition, Optional<NewPartitionReassignment>> moves = new HashMap<>();
        for (TopicDescription topic : admin.describeTopics(topics).allTopicNames().get().values()) {
            for (TopicPartitionInfo partition : topic.partitions()) {
                List<Integer> replicas = partition.replicas().stream().map(node -> node.id()).toList();
                if (replicas.contains(from)) {
                    List<Integer> target = replicas.stream().map(id -> id == from ? to : id).toList();
                    moves.put(
                            new TopicPartition(topic.name(), partition.partition()),
                            Optional.of(new NewPartitionReassignment(target)));
                }
            }
        }
        return moves;
    }
}
