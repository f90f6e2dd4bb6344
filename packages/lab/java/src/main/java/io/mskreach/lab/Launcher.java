package io.mskreach.lab;

import io.mskreach.lab.cluster.LabCluster;
import io.mskreach.lab.iam.IamDocument;
import io.mskreach.lab.iam.InvalidIamException;
import io.mskreach.lab.log.RequestRecorder;
import io.mskreach.lab.state.Events;
import io.mskreach.lab.state.LabState;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Properties;

/**
 * Starts the brokers of one configuration file and obeys the lines on stdin until it ends. Nothing is shut down
 * gracefully at the end: the data directories are the caller's to throw away.
 */
public final class Launcher {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;

    private Launcher() {}

    public static void main(String[] args) {
        // Libraries that print must not end up between the protocol's lines.
        Events events = new Events(System.out);
        System.setOut(new PrintStream(System.err, true));
        if (args.length != 1) {
            events.error("usage: io.mskreach.lab.Launcher CONFIG.json");
            end(EXIT_USAGE);
        }
        try {
            run(LabConfig.read(Path.of(args[0])), events);
        } catch (LabConfig.Invalid | InvalidIamException e) {
            events.error(e.getMessage());
            end(EXIT_USAGE);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            events.error("start: " + (e.getMessage() == null ? e : e.getMessage()));
            end(EXIT_FAILED);
        }
    }

    private static void run(LabConfig config, Events events) throws Exception {
        reportFatalFaults(events);
        events.line("kafka " + kafkaVersion());
        IamDocument iam = IamDocument.of(config.iam());
        LabState state =
                new LabState(events, Clock.systemUTC(), iam, config.sessionMaxMs(), config.recordRequests());
        state.limitLogins(config.loginsPerSecond());
        if (config.recordRequests()) {
            RequestRecorder.install(events);
        }
        LabCluster cluster = new LabCluster(
                state,
                Path.of(config.directory()),
                config.clusterId(),
                config.bindAddress(),
                Path.of(config.tls().keyStorePem()),
                config.initialBrokers(),
                config.kafka());
        Commands commands = new Commands(state, cluster, () -> end(0));
        commands.listen(System.in);
        cluster.start(config.controllerPort(), config.brokers());
        events.line("ready " + ManagementFactory.getRuntimeMXBean().getUptime());
        commands.work();
    }

    /** From the file that Kafka's jar carries: the class that reads it has moved, the file has not. */
    private static String kafkaVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Launcher.class.getResourceAsStream("/kafka/kafka-version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }

    /** Kafka ends the process when a node cannot go on; the parent should read why. */
    private static void reportFatalFaults(Events events) {
        try {
            FatalFaults.report(events, Launcher::end);
        } catch (LinkageError moved) {
            // Later than 4.1 the class lies elsewhere: Kafka then ends the process in its own words, on stderr.
            return;
        }
    }

    private static void end(int code) {
        Runtime.getRuntime().halt(code);
    }
}
