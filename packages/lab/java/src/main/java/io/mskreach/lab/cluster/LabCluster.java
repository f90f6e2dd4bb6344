package io.mskreach.lab.cluster;

import io.mskreach.lab.state.LabState;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.Uuid;

/**
 * The nodes of one lab: a controller that clients never see, so that every broker may stop, and the brokers; or some of
 * them, when the controller is another launcher's. Says on stdout when each of them starts, is ready and has stopped.
 */
public final class LabCluster {
    private static final int CONTROLLER_ATTEMPTS = 5;

    private final LabState state;
    private final Path directory;
    private final String clusterId;
    private final NodeSettings settings;
    private final Map<Integer, Node> brokers = new ConcurrentHashMap<>();
    private int controllerPort;

    /** @param clusterId null for a random one */
    public LabCluster(
            LabState state,
            Path directory,
            String clusterId,
            String bindAddress,
            Path keyStorePem,
            int initialBrokers,
            Map<String, String> overrides) {
        this.state = state;
        this.directory = directory;
        this.clusterId = clusterId == null ? Uuid.randomUuid().toString() : clusterId;
        this.settings = new NodeSettings(state.id(), bindAddress, keyStorePem, initialBrokers, overrides);
    }

    /**
     * Returns when every broker is ready; throws when one of them does not start.
     *
     * @param otherControllerPort where another launcher's controller listens; 0 to start one here
     */
    public void start(int otherControllerPort, List<BrokerSpec> specs) throws Exception {
        controllerPort = otherControllerPort;
        if (controllerPort == 0) {
            startController();
            state.events().line("controller ready " + NodeSettings.LOOPBACK + ":" + controllerPort);
        }
        List<FutureTask<Void>> starting = new ArrayList<>();
        for (BrokerSpec spec : specs) {
            FutureTask<Void> task = new FutureTask<>(() -> {
                add(spec);
                return null;
            });
            new Thread(task, "start-broker-" + spec.id()).start();
            starting.add(task);
        }
        for (FutureTask<Void> task : starting) {
            try {
                task.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
    }

    /** Starts one more broker. An id that ran before finds its old data. */
    public void add(BrokerSpec spec) throws IOException {
        if (brokers.containsKey(spec.id())) {
            throw new IOException("broker " + spec.id() + " is running");
        }
        state.events().line("broker " + spec.id() + " starting");
        Path data = directory.resolve("broker-" + spec.id());
        Properties properties = settings.broker(spec, controllerPort, data);
        Node node;
        try {
            node = startNode(properties, data);
        } catch (IOException | RuntimeException e) {
            throw new IOException("broker " + spec.id() + " does not start: " + rootCause(e), e);
        }
        brokers.put(spec.id(), node);
        state.events().line("broker " + spec.id() + " ready " + settings.bindAddress() + ":" + node.clientPort());
    }

    /** Stops a broker cleanly. */
    public void stop(int id) throws IOException {
        Node node = brokers.remove(id);
        if (node == null) {
            throw new IOException("broker " + id + " is not running");
        }
        node.stop();
        state.events().line("broker " + id + " stopped");
    }

    /** Moves every replica of one broker of the cluster to another, here or in another launcher. */
    public void move(int from, int to) throws IOException {
        Node any = brokers.values().stream()
                .findAny()
                .orElseThrow(() -> new IOException("move: no broker of this launcher is running"));
        ReplicaMove.run(NodeSettings.LOOPBACK + ":" + any.internalPort(), from, to);
        state.events().line("moved " + from + " " + to);
    }

    /** Every node needs the controller's port before the controller binds it, so somebody else may take it between. */
    private void startController() throws IOException {
        for (int attempt = 1; ; attempt++) {
            controllerPort = freePort();
            Path data = directory.resolve("controller-" + attempt);
            try {
                startNode(settings.controller(controllerPort, data), data);
                return;
            } catch (IOException | RuntimeException e) {
                if (attempt == CONTROLLER_ATTEMPTS || isFree(controllerPort)) {
                    throw e;
                }
            }
        }
    }

    private Node startNode(Properties properties, Path data) throws IOException {
        DataDirectory.format(data, properties, clusterId);
        return Node.start(properties);
    }

    /** Kafka wraps "Address already in use" three times over, and names the address in the innermost wrapping. */
    private static String rootCause(Throwable failure) {
        Throwable outer = failure;
        Throwable inner = failure;
        while (inner.getCause() != null) {
            outer = inner;
            inner = inner.getCause();
        }
        return inner instanceof BindException ? outer.getMessage() : inner.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
