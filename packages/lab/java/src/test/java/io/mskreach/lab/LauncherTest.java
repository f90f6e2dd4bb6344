package io.mskreach.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.mskreach.lab.auth.TestSigner;
import io.mskreach.lab.iam.TestIam;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher with real brokers, driven as the lab drives it, with Kafka's own client in front. */
class LauncherTest {
    @TempDir
    static Path directory;

    private static TestCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.create(directory);
    }

    private static Path config(String name, String iam) throws Exception {
        return Files.writeString(directory.resolve(name + ".json"), """
                {"directory": "%s", "brokers": [%s], "tls": {"keyStorePem": "%s"}, "recordRequests": true, "iam": %s}
                """.formatted(directory.resolve(name), broker(97), certificate.keyStorePem(), iam));
    }

    private static String broker(int id) {
        return "{\"id\": " + id + ", \"port\": 0, \"advertisedHost\": \"127.0.0.1\"}";
    }

    private static Admin client(String port, String token) {
        return Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:" + port,
                "security.protocol", "SASL_SSL",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", certificate.certificatePem(),
                "sasl.mechanism", "OAUTHBEARER",
                "sasl.login.callback.handler.class", TestLogin.class.getName(),
                "sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required token=\"" + token
                        + "\";"));
    }

    private static String sessionToken() {
        return TestIam.sessionToken(TestIam.payload(Instant.now().getEpochSecond() + 3600));
    }

    private static String token(String secret, String sessionToken) {
        return new TestSigner(TestIam.SESSION_KEY, secret, sessionToken, Instant.now()).token();
    }

    private static Throwable createTopic(Admin admin, String name) throws Exception {
        try {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void livesThroughADay() throws Exception {
        String secret = TestIam.secret(TestIam.SESSION_KEY);
        String sessionToken = sessionToken();
        String token = token(secret, sessionToken);
        try (RunningLauncher launcher = new RunningLauncher(config("day", TestIam.json(TestIam.ALLOW_ALL)))) {
            launcher.await("kafka [34]\\.[0-9.]+");
            launcher.await("broker 97 starting");
            String port = launcher.await("broker 97 ready 127\\.0\\.0\\.1:([0-9]+)").group(1);
            launcher.await("ready [0-9]+");

            try (Admin admin = client(port, token(secret + "x", sessionToken))) {
                Throwable refusal = assertThrows(
                                ExecutionException.class, () -> admin.describeCluster().nodes().get())
                        .getCause();
                assertInstanceOf(SaslAuthenticationException.class, refusal);
                String reference = launcher.await("auth refused reason=signature detail=.* ref=([0-9a-f-]{36})").group(1);
                assertEquals("[" + reference + "]: Access denied", refusal.getMessage());
            }
            try (Admin admin = client(port, token)) {
                assertEquals(Set.of(97), ids(admin));
                launcher.await("auth accepted arn=" + TestIam.SESSION_ARN + " broker=97 session_ms=[0-9]+");
                assertEquals(null, createTopic(admin, "allowed"));

                launcher.command("iam " + TestIam.json("[]").replace("\n", " "));
                launcher.await("iam replaced");
                assertInstanceOf(TopicAuthorizationException.class, createTopic(admin, "denied"));
                launcher.await("authorize denied principal=" + TestIam.SESSION_ARN
                        + " action=kafka-cluster:CreateTopic resource=.*/denied");
                assertEquals(Set.of(97), ids(admin), "the brokers are named to anyone who is connected");

                launcher.command("iam " + TestIam.json(TestIam.ALLOW_ALL).replace("\n", " "));
                assertSessions(launcher, port, token);
                launcher.command("add " + broker(99));
                launcher.await("broker 99 ready .*");
                launcher.command("stop 97");
                launcher.await("broker 97 stopped");
            }
            launcher.command("stop 97");
            launcher.await("error broker 97 is not running");
            launcher.command("iam {\"master\": " + "11".repeat(32) + "x}");
            launcher.await("error iam: is not JSON at line 1, column [0-9]+");
            launcher.command("nonsense");
            launcher.await("error no such command.*");

            launcher.closeStdin();
            assertEquals(0, launcher.awaitExit(10));
            assertRequests(launcher.lines);
            for (String planted : List.of("11".repeat(32), secret, sessionToken, token)) {
                assertFalse(String.join("\n", launcher.lines).contains(planted));
            }
        }
    }

    /** Grants what is left of the token, or the limit; keeps the principal through a connection's life. */
    private static void assertSessions(RunningLauncher launcher, String port, String token) throws Exception {
        try (SaslConversation conversation = new SaslConversation(certificate, Integer.parseInt(port))) {
            SaslConversation.Answer first = conversation.authenticate(token);
            assertEquals(0, first.error());
            assertTrue(first.sessionMs() > 600_000 && first.sessionMs() <= 900_000, () -> "" + first.sessionMs());
            launcher.command("session 5000");
            launcher.await("session 5000");
            SaslConversation.Answer again = conversation.authenticate(token);
            assertEquals(0, again.error());
            assertTrue(again.sessionMs() > 0 && again.sessionMs() <= 5000, () -> "" + again.sessionMs());
        }
        String other = TestIam.SESSION_ARN + "2";
        String otherSession = TestIam.sessionToken(
                TestIam.payload(Instant.now().getEpochSecond() + 3600).put("arn", other));
        try (SaslConversation conversation = new SaslConversation(certificate, Integer.parseInt(port))) {
            assertEquals(0, conversation.authenticate(token).error());
            SaslConversation.Answer refusal =
                    conversation.authenticate(token(TestIam.secret(TestIam.SESSION_KEY), otherSession));
            assertEquals(58, refusal.error());
            assertEquals(
                    "Cannot change principals during re-authentication from IAM." + TestIam.SESSION_ARN + ": IAM."
                            + other,
                    refusal.message());
        }
    }

    private static Set<Integer> ids(Admin admin) throws Exception {
        return admin.describeCluster().nodes().get().stream().map(Node::id).collect(Collectors.toSet());
    }

    private static void assertRequests(List<String> lines) {
        for (String api : List.of("ApiVersions", "SaslHandshake", "SaslAuthenticate")) {
            assertTrue(lines.contains("request broker=97 api=" + api + " version=- client=-"), api);
        }
        for (String api : List.of("CreateTopics", "(DescribeCluster|Metadata)")) {
            String wanted = "request broker=97 api=" + api + " version=[0-9]+ client=adminclient-.*";
            assertTrue(lines.stream().anyMatch(line -> line.matches(wanted)), api);
        }
    }

    /** One launcher for the controller, one for each broker, as when a broker is to be killed alone. */
    @Test
    void livesInSeveralProcesses() throws Exception {
        String secret = TestIam.secret(TestIam.SESSION_KEY);
        String token = token(secret, sessionToken());
        String shared = "\"clusterId\": \"AAAAAAAAAAAAAAAAAAAAAA\", \"initialBrokers\": 1";
        try (RunningLauncher controller = new RunningLauncher(share("share-controller", shared))) {
            String controllerPort = controller.await("controller ready 127\\.0\\.0\\.1:([0-9]+)").group(1);
            controller.await("ready [0-9]+");
            String joins = shared + ", \"controllerPort\": " + controllerPort + ", \"brokers\": [%s]";
            try (RunningLauncher first = new RunningLauncher(share("share-97", joins.formatted(broker(97))))) {
                String port = first.await("broker 97 ready 127\\.0\\.0\\.1:([0-9]+)").group(1);
                try (Admin admin = client(port, token)) {
                    assertEquals(null, createTopic(admin, "moved"), "the controller decides on it as the broker would");
                }
                try (RunningLauncher second = new RunningLauncher(share("share-98", joins.formatted(broker(98))))) {
                    String other = second.await("broker 98 ready 127\\.0\\.0\\.1:([0-9]+)").group(1);
                    second.await("ready [0-9]+");
                    second.command("move 97 98");
                    second.await("moved 97 98");
                    first.process.destroyForcibly().waitFor();
                    try (Admin admin = client(other, token)) {
                        assertEquals(98, leader(admin, "moved"));
                    }
                    assertLoginsLimited(second, Integer.parseInt(other), token);
                }
            }
        }
    }

    private static void assertLoginsLimited(RunningLauncher launcher, int port, String token) throws Exception {
        launcher.command("logins 0");
        launcher.await("logins 0");
        try (SaslConversation conversation = new SaslConversation(certificate, port)) {
            SaslConversation.Answer refusal = conversation.authenticate(token);
            assertEquals(58, refusal.error());
            assertTrue(refusal.message().matches("\\[[0-9a-f-]{36}\\]: Too many connects"), refusal::message);
        }
        launcher.await("auth refused reason=too_many_connects detail=" + TestIam.SESSION_ARN + " broker=98 .*");
        launcher.command("logins unlimited");
        launcher.await("logins unlimited");
        try (SaslConversation conversation = new SaslConversation(certificate, port)) {
            assertEquals(0, conversation.authenticate(token).error());
        }
    }

    private static Path share(String name, String fields) throws Exception {
        return Files.writeString(directory.resolve(name + ".json"), """
                {"directory": "%s", "tls": {"keyStorePem": "%s"}, "iam": %s, %s}
                """.formatted(
                directory.resolve("shared"), certificate.keyStorePem(), TestIam.json(TestIam.ALLOW_ALL), fields));
    }

    private static int leader(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .get(0)
                .leader()
                .id();
    }

    @Test
    void endsAtOnceWhenItsParentGoesWhileItStarts() throws Exception {
        try (RunningLauncher launcher = new RunningLauncher(config("orphan", TestIam.json(TestIam.ALLOW_ALL)))) {
            launcher.await("broker 97 starting");
            launcher.closeStdin();
            assertEquals(0, launcher.awaitExit(10));
        }
    }

    @Test
    void namesAMistakeInItsConfigurationWithoutShowingTheKey() throws Exception {
        String iam = TestIam.json(TestIam.ALLOW_ALL).replace("\"Effect\"", "\"Effects\"");
        try (RunningLauncher launcher = new RunningLauncher(config("mistake", iam))) {
            launcher.await("error iam\\.users\\.[A-Z0-9]+\\.statements\\[0\\]: .*");
            assertEquals(2, launcher.awaitExit(10));
            assertFalse(String.join("\n", launcher.lines).contains("11".repeat(32)));
        }
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"brokers\": [], \"direktory\": \"x\"}");
        try (RunningLauncher launcher = new RunningLauncher(broken)) {
            launcher.await("error config: Unrecognized field \"direktory\".*");
            assertEquals(2, launcher.awaitExit(10));
        }
    }
}
