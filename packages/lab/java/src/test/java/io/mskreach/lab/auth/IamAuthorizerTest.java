package io.mskreach.lab.auth;

import static org.apache.kafka.common.acl.AclOperation.*;
import static org.apache.kafka.common.resource.ResourceType.*;
import static org.apache.kafka.server.authorizer.AuthorizationResult.ALLOWED;
import static org.apache.kafka.server.authorizer.AuthorizationResult.DENIED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskreach.lab.iam.Caller;
import io.mskreach.lab.iam.ClusterArns;
import io.mskreach.lab.iam.Policy;
import io.mskreach.lab.iam.TestIam;
import io.mskreach.lab.state.Events;
import io.mskreach.lab.state.LabState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.network.ClientInformation;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.RequestContext;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamAuthorizerTest {
    private static final String ARN = "arn:aws:kafka:us-east-1:444455556666:";
    private static final ClusterArns ARNS =
            new ClusterArns("us-east-1", "arn:aws:kafka:us-east-1:444455556666", "lab", "0-1");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final IamAuthorizer authorizer = new IamAuthorizer();
    private LabState state;

    @BeforeEach
    void register() {
        state = new LabState(
                new Events(new PrintStream(said, true)), Clock.systemUTC(), TestIam.document("[]"), 0, false);
        authorizer.configure(Map.of(LabState.ID_PROPERTY, state.id()));
    }

    @AfterEach
    void unregister() {
        state.close();
    }

    private static KafkaPrincipal bearer(Optional<Policy> sessionPolicy) {
        return new IamPrincipal(
                new Caller(TestIam.SESSION_ARN, TestIam.SESSION_KEY, Optional.of(TestIam.ROLE), sessionPolicy));
    }

    private static RequestContext context(KafkaPrincipal principal) {
        return new RequestContext(
                new RequestHeader(ApiKeys.METADATA, (short) 9, "test", 1),
                "id",
                InetAddress.getLoopbackAddress(),
                principal,
                new ListenerName("IAM"),
                SecurityProtocol.SASL_SSL,
                ClientInformation.EMPTY,
                false);
    }

    private AuthorizationResult decide(KafkaPrincipal principal, AclOperation operation, ResourceType type, String name) {
        Action action =
                new Action(operation, new ResourcePattern(type, name, PatternType.LITERAL), 1, true, true);
        return authorizer.authorize(context(principal), List.of(action)).get(0);
    }

    private void allow(String action, String resource) {
        state.replaceIam(TestIam.document(
                "[{\"Effect\":\"Allow\",\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\"}]"));
    }

    @ParameterizedTest
    @CsvSource({
        "CLUSTER, DESCRIBE, DescribeCluster, cluster/lab/0-1",
        "CLUSTER, ALTER, AlterCluster, cluster/lab/0-1",
        "CLUSTER, DESCRIBE_CONFIGS, DescribeClusterDynamicConfiguration, cluster/lab/0-1",
        "CLUSTER, ALTER_CONFIGS, AlterClusterDynamicConfiguration, cluster/lab/0-1",
        "CLUSTER, IDEMPOTENT_WRITE, WriteDataIdempotently, cluster/lab/0-1",
        "TOPIC, CREATE, CreateTopic, topic/lab/0-1/x",
        "TOPIC, DESCRIBE, DescribeTopic, topic/lab/0-1/x",
        "TOPIC, ALTER, AlterTopic, topic/lab/0-1/x",
        "TOPIC, DELETE, DeleteTopic, topic/lab/0-1/x",
        "TOPIC, DESCRIBE_CONFIGS, DescribeTopicDynamicConfiguration, topic/lab/0-1/x",
        "TOPIC, ALTER_CONFIGS, AlterTopicDynamicConfiguration, topic/lab/0-1/x",
        "TOPIC, READ, ReadData, topic/lab/0-1/x",
        "TOPIC, WRITE, WriteData, topic/lab/0-1/x",
        "GROUP, DESCRIBE, DescribeGroup, group/lab/0-1/x",
        "GROUP, READ, AlterGroup, group/lab/0-1/x",
        "GROUP, DELETE, DeleteGroup, group/lab/0-1/x",
        "TRANSACTIONAL_ID, DESCRIBE, DescribeTransactionalId, transactional-id/lab/0-1/x",
        "TRANSACTIONAL_ID, WRITE, AlterTransactionalId, transactional-id/lab/0-1/x",
    })
    void eachOperationNeedsItsActionAndNoOther(
            ResourceType type, AclOperation operation, String action, String resource) {
        assertEquals(
                Optional.of(new IamAction("kafka-cluster:" + action, ARN + resource)),
                IamAction.of(operation, type, "x", ARNS));
        String name = type == CLUSTER ? "kafka-cluster" : "x";
        allow("kafka-cluster:" + action, ARN + resource);
        assertEquals(ALLOWED, decide(bearer(Optional.empty()), operation, type, name));
        allow("kafka-cluster:" + action + "x", ARN + resource);
        assertEquals(DENIED, decide(bearer(Optional.empty()), operation, type, name));
        allow("kafka-cluster:" + action, ARN + resource + "x");
        assertEquals(DENIED, decide(bearer(Optional.empty()), operation, type, name));
    }

    @Test
    void whatIamDoesNotKnowIsNobodys() {
        allow("*", "*");
        assertEquals(DENIED, decide(bearer(Optional.empty()), CLUSTER_ACTION, CLUSTER, "kafka-cluster"));
        assertEquals(DENIED, decide(bearer(Optional.empty()), CREATE, CLUSTER, "kafka-cluster"));
        assertEquals(DENIED, decide(bearer(Optional.empty()), DESCRIBE, DELEGATION_TOKEN, "x"));
        assertTrue(said.toString().contains("action=none:CLUSTER_ACTION-CLUSTER"));
    }

    @Test
    void theNodesThemselvesMayDoEverything() {
        assertEquals(ALLOWED, decide(KafkaPrincipal.ANONYMOUS, CLUSTER_ACTION, CLUSTER, "kafka-cluster"));
        assertEquals(DENIED, decide(new KafkaPrincipal("User", "someone"), DESCRIBE, TOPIC, "x"));
    }

    @Test
    void writingIdempotentlyIsAnActionOfItsOwn() {
        allow("kafka-cluster:WriteData", "*");
        assertEquals(DENIED, authorizer.authorizeByResourceType(context(bearer(Optional.empty())), WRITE, TOPIC));
        allow("kafka-cluster:WriteDataIdempotently", "*");
        assertEquals(ALLOWED, authorizer.authorizeByResourceType(context(bearer(Optional.empty())), WRITE, TOPIC));
        assertEquals(DENIED, authorizer.authorizeByResourceType(context(bearer(Optional.empty())), READ, TOPIC));
    }

    @Test
    void aDenialIsReportedOnce() {
        decide(bearer(Optional.empty()), READ, TOPIC, "x");
        assertEquals(
                "authorize denied principal=" + TestIam.SESSION_ARN + " action=kafka-cluster:ReadData resource=" + ARN
                        + "topic/lab/0-1/x\n",
                said.toString());
    }

    @Test
    void thePrincipalReachesTheControllerWithItsSessionPolicy() throws Exception {
        allow("*", "*");
        Policy readOnly = Policy.ofStatements(
                new ObjectMapper()
                        .readTree("{\"Effect\":\"Allow\",\"Action\":\"kafka-cluster:ReadData\",\"Resource\":\"*\"}"),
                "test");
        IamPrincipalBuilder builder = new IamPrincipalBuilder();
        KafkaPrincipal there = builder.deserialize(builder.serialize(bearer(Optional.of(readOnly))));
        assertEquals(bearer(Optional.empty()), there);
        assertEquals(ALLOWED, decide(there, READ, TOPIC, "x"));
        assertEquals(DENIED, decide(there, CREATE, TOPIC, "x"));
        assertEquals(
                KafkaPrincipal.ANONYMOUS, builder.deserialize(builder.serialize(KafkaPrincipal.ANONYMOUS)));
    }
}
