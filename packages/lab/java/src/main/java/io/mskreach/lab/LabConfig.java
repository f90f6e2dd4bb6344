package io.mskreach.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mskreach.lab.cluster.BrokerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The launcher's configuration file; README.md says what each field means.
 *
 * @param directory data directories are made in here; the caller removes it
 * @param clusterId Kafka's cluster id; absent for a random one
 * @param bindAddress where the clients' listeners bind, 127.0.0.1 by default
 * @param controllerPort where another launcher's controller listens; 0 to start one here
 * @param brokers may be empty when {@code initialBrokers} is given: then only a controller starts
 * @param initialBrokers how many brokers the lab begins with, in all of its launchers; 0 for as many as are named here
 * @param tls the certificate that every broker shows
 * @param iam the IAM document
 * @param sessionMaxMs the longest session granted; 0 for the token's remaining life
 * @param loginsPerSecond logins beyond these are refused with MSK's "Too many connects"; absent for no limit
 * @param recordRequests a line for each request on the clients' listeners
 * @param kafka broker properties over the lab's own
 */
record LabConfig(
        String directory,
        String clusterId,
        String bindAddress,
        int controllerPort,
        List<BrokerSpec> brokers,
        int initialBrokers,
        Tls tls,
        JsonNode iam,
        long sessionMaxMs,
        Integer loginsPerSecond,
        boolean recordRequests,
        Map<String, String> kafka) {
    /** @param keyStorePem a file with a PKCS #8 private key and the certificate chain, both in PEM */
    record Tls(String keyStorePem) {}

    /** A mistake in the file or in a command; the message says where and what would be right. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message);
        }
    }

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    LabConfig {
        bindAddress = bindAddress == null ? "127.0.0.1" : bindAddress;
        brokers = brokers == null ? List.of() : List.copyOf(brokers);
        initialBrokers = initialBrokers == 0 ? brokers.size() : initialBrokers;
        kafka = kafka == null ? Map.of() : Map.copyOf(kafka);
    }

    static LabConfig read(Path file) throws Invalid {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new Invalid("config: cannot read " + file + ": " + e.getClass().getSimpleName());
        }
        LabConfig config = parse(text, LabConfig.class, "config");
        config.check();
        return config;
    }

    static <T> T parse(String json, Class<T> type, String where) throws Invalid {
        try {
            T value = JSON.readValue(json, type);
            if (value == null) {
                throw new Invalid(where + ": must be an object");
            }
            return value;
        } catch (JsonProcessingException e) {
            // A parser's message quotes what it could not read, and that may be the master key.
            String problem = e instanceof JsonMappingException ? e.getOriginalMessage() : "is not JSON";
            String at = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
            throw new Invalid(where + ": " + problem + at);
        }
    }

    private void check() throws Invalid {
        if (directory == null || directory.isEmpty()) {
            throw new Invalid("config.directory: must be a path");
        }
        if (brokers.isEmpty() && initialBrokers < 1) {
            throw new Invalid("config.brokers: must name at least one broker, or config.initialBrokers how many come");
        }
        if (!isPort(controllerPort) || (controllerPort > 0 && clusterId == null)) {
            throw new Invalid("config.controllerPort: must be 0 to 65535, and need the clusterId of that controller");
        }
        if (tls == null || tls.keyStorePem() == null || !Files.isReadable(Path.of(tls.keyStorePem()))) {
            throw new Invalid("config.tls.keyStorePem: must be a readable PEM file");
        }
        if (sessionMaxMs < 0) {
            throw new Invalid("config.sessionMaxMs: must be 0 or more milliseconds");
        }
        if (loginsPerSecond != null && loginsPerSecond < 0) {
            throw new Invalid("config.loginsPerSecond: must be 0 or more");
        }
        Set<Integer> ids = new HashSet<>();
        for (BrokerSpec broker : brokers) {
            check(broker, "config.brokers");
            if (!ids.add(broker.id())) {
                throw new Invalid("config.brokers: the id " + broker.id() + " occurs twice");
            }
        }
    }

    static void check(BrokerSpec broker, String where) throws Invalid {
        if (broker == null || broker.id() < 0 || broker.id() > BrokerSpec.MAX_ID) {
            throw new Invalid(where + ": id must be 0 to " + BrokerSpec.MAX_ID);
        }
        if (broker.advertisedHost() == null || broker.advertisedHost().isEmpty()) {
            throw new Invalid(where + ": advertisedHost must be a host name");
        }
        if (!isPort(broker.port()) || !isPort(broker.advertisedPort())) {
            throw new Invalid(where + ": port and advertisedPort must be 0 to 65535");
        }
    }

    private static boolean isPort(int port) {
        return port >= 0 && port <= 65535;
    }
}
