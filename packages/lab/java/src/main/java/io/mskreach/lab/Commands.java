package io.mskreach.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.mskreach.lab.cluster.BrokerSpec;
import io.mskreach.lab.cluster.LabCluster;
import io.mskreach.lab.iam.IamDocument;
import io.mskreach.lab.iam.InvalidIamException;
import io.mskreach.lab.state.LabState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The lines on stdin. One thread reads them, so that {@code quit}, the end of input and a change of policy take effect
 * at once; another starts and stops brokers, one after the other, in the order asked.
 */
final class Commands {
    private interface Work {
        void run() throws IOException;
    }

    private final LabState state;
    private final LabCluster cluster;
    private final Runnable end;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();

    Commands(LabState state, LabCluster cluster, Runnable end) {
        this.state = state;
        this.cluster = cluster;
        this.end = end;
    }

    /** Reads until the end of input, which means that the parent is gone. */
    void listen(InputStream in) {
        Thread thread = new Thread(() -> read(in), "commands");
        thread.setDaemon(true);
        thread.start();
    }

    /** Starts and stops brokers as asked, forever. */
    void work() throws InterruptedException {
        while (true) {
            Work work = queue.take();
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                state.events().error(e.getMessage() == null ? e.toString() : e.getMessage());
            }
        }
    }

    private void read(InputStream in) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                obey(line.strip());
            }
        } catch (IOException unreadable) {
            state.events().error("stdin: " + unreadable);
        } finally {
            end.run();
        }
    }

    private void obey(String line) {
        int space = line.indexOf(' ');
        String command = space < 0 ? line : line.substring(0, space);
        String argument = space < 0 ? "" : line.substring(space + 1).strip();
        try {
            switch (command) {
                case "" -> {}
                case "add" -> add(argument);
                case "stop" -> stop(argument);
                case "iam" -> replaceIam(argument);
                case "session" -> limitSessions(argument);
                case "logins" -> limitLogins(argument);
                case "move" -> move(argument);
                case "quit" -> end.run();
                default -> throw new LabConfig.Invalid("no such command, only add, stop, move, iam, session, logins, quit");
            }
        } catch (LabConfig.Invalid | InvalidIamException e) {
            state.events().error(e.getMessage());
        }
    }

    private void add(String json) throws LabConfig.Invalid {
        BrokerSpec spec = LabConfig.parse(json, BrokerSpec.class, "add");
        LabConfig.check(spec, "add");
        queue.add(() -> cluster.add(spec));
    }

    private void stop(String id) throws LabConfig.Invalid {
        int broker = (int) number(id, "stop: must be followed by a broker's id");
        queue.add(() -> cluster.stop(broker));
    }

    private void move(String ids) throws LabConfig.Invalid {
        String problem = "move: must be followed by the ids of two brokers, from and to";
        String[] parts = ids.split(" +", 2);
        int from = (int) number(parts[0], problem);
        int to = (int) number(parts.length < 2 ? "" : parts[1], problem);
        queue.add(() -> cluster.move(from, to));
    }

    private void replaceIam(String json) throws LabConfig.Invalid {
        state.replaceIam(IamDocument.of(LabConfig.parse(json, JsonNode.class, "iam")));
        state.events().line("iam replaced");
    }

    private void limitSessions(String milliseconds) throws LabConfig.Invalid {
        state.limitSessions(number(milliseconds, "session: must be followed by milliseconds, 0 for no limit"));
        state.events().line("session " + state.sessionMaxMs());
    }

    private void limitLogins(String perSecond) throws LabConfig.Invalid {
        boolean unlimited = perSecond.equals("unlimited");
        String problem = "logins: must be followed by how many a second, or by unlimited";
        state.limitLogins(unlimited ? null : (int) number(perSecond, problem));
        state.events().line("logins " + perSecond);
    }

    private static long number(String text, String problem) throws LabConfig.Invalid {
        if (!text.matches("[0-9]{1,9}")) {
            throw new LabConfig.Invalid(problem);
        }
        return Long.parseLong(text);
    }
}
