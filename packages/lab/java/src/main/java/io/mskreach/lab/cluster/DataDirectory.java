package io.mskreach.lab.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.tools.StorageTool;

/** A node's data directory, formatted by Kafka's own tool (whose Java API differs between versions; its words don't). */
final class DataDirectory {
    private DataDirectory() {}

    /** Does nothing to a directory that is formatted: a broker that comes back finds its data. */
    static void format(Path directory, Properties properties, String clusterId) throws IOException {
        if (Files.exists(directory.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(directory);
        Path file = directory.resolveSibling(directory.getFileName() + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] command = {"format", "--cluster-id", clusterId, "--config", file.toString(), "--ignore-formatted"};
        int code;
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            code = StorageTool.execute(command, out);
        }
        if (code != 0) {
            throw new IOException("cannot format " + directory + ": " + said.toString(StandardCharsets.UTF_8).strip());
        }
    }
}
