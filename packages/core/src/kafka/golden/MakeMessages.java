// Writes the messages of messages.json with Apache Kafka's own generated classes, so that the codec is compared with
// bytes that it did not make. Run with kafka-clients 4.1.1 and slf4j-api on the class path:
//   java -cp kafka-clients-4.1.1.jar:slf4j-api-1.7.36.jar MakeMessages.java > messages.json
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.*;
import org.apache.kafka.common.protocol.*;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;

public class MakeMessages {
    private static final String CLIENT = "msk-reach";
    private static final int CORRELATION = 7;
    private static final List<String> lines = new ArrayList<>();

    public static void main(String[] args) {
        for (short v = 0; v <= 3; v++) {
            request(ApiKeys.API_VERSIONS, v, "plain", new ApiVersionsRequestData()
                    .setClientSoftwareName("msk-reach").setClientSoftwareVersion("unknown"));
            response(ApiKeys.API_VERSIONS, v, "plain", ranges(v));
        }
        response(ApiKeys.API_VERSIONS, (short) 0, "unsupported", new ApiVersionsResponseData().setErrorCode((short) 35)
                .setApiKeys(collection(range(18, 0, 2))));
        request(ApiKeys.SASL_HANDSHAKE, (short) 1, "plain", new SaslHandshakeRequestData().setMechanism("OAUTHBEARER"));
        response(ApiKeys.SASL_HANDSHAKE, (short) 1, "plain",
                new SaslHandshakeResponseData().setMechanisms(List.of("OAUTHBEARER", "AWS_MSK_IAM")));
        response(ApiKeys.SASL_HANDSHAKE, (short) 1, "unsupported",
                new SaslHandshakeResponseData().setErrorCode((short) 33).setMechanisms(List.of("PLAIN")));
        for (short v = 0; v <= 2; v++) {
            request(ApiKeys.SASL_AUTHENTICATE, v, "plain", new SaslAuthenticateRequestData()
                    .setAuthBytes("n,,\1auth=Bearer dG9rZW4\1\1".getBytes(StandardCharsets.US_ASCII)));
            response(ApiKeys.SASL_AUTHENTICATE, v, "plain", new SaslAuthenticateResponseData()
                    .setSessionLifetimeMs(v >= 1 ? 898_000 : 0));
            response(ApiKeys.SASL_AUTHENTICATE, v, "refused", new SaslAuthenticateResponseData().setErrorCode((short) 58)
                    .setErrorMessage("[0b1d7a6e-7f3c-4a53-8f5e-2f3a9c1d4e5f]: Access denied"));
        }
        for (short v = 4; v <= 13; v++) {
            request(ApiKeys.METADATA, v, "none", question(v, List.of()));
            request(ApiKeys.METADATA, v, "topics", question(v, List.of("orders", "caf\u00e9")));
            response(ApiKeys.METADATA, v, "plain", cluster(v));
            response(ApiKeys.METADATA, v, "empty", new MetadataResponseData().setControllerId(-1));
        }
        for (short v = 0; v <= 3; v++) {
            request(ApiKeys.FIND_COORDINATOR, v, "plain",
                    new FindCoordinatorRequestData().setKey("billing-caf\u00e9").setKeyType((byte) 0));
            response(ApiKeys.FIND_COORDINATOR, v, "plain", new FindCoordinatorResponseData()
                    .setThrottleTimeMs(v >= 1 ? 3 : 0).setErrorMessage(v >= 1 ? "NONE" : "").setNodeId(473)
                    .setHost("b473-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com").setPort(9098));
            response(ApiKeys.FIND_COORDINATOR, v, "denied", new FindCoordinatorResponseData()
                    .setErrorCode((short) 30).setErrorMessage(v >= 1 ? null : "").setNodeId(-1).setPort(-1));
        }
        for (short v = 0; v <= 5; v++) {
            request(ApiKeys.DESCRIBE_GROUPS, v, "plain", new DescribeGroupsRequestData()
                    .setGroups(List.of("billing-caf\u00e9")).setIncludeAuthorizedOperations(v >= 3));
            response(ApiKeys.DESCRIBE_GROUPS, v, "plain", groups(v));
            response(ApiKeys.DESCRIBE_GROUPS, v, "none", new DescribeGroupsResponseData());
        }
        System.out.println("[\n" + String.join(",\n", lines) + "\n]");
    }

    private static ApiVersionsResponseData ranges(short version) {
        ApiVersionsResponseData data = new ApiVersionsResponseData()
                .setApiKeys(collection(range(3, 7, 11), range(17, 0, 1), range(18, 0, 3), range(36, 0, 2)));
        if (version >= 3) {
            data.supportedFeatures().add(new ApiVersionsResponseData.SupportedFeatureKey()
                    .setName("metadata.version").setMinVersion((short) 1).setMaxVersion((short) 27));
            data.setFinalizedFeaturesEpoch(42);
        }
        return data;
    }

    private static MetadataRequestData question(short version, List<String> topics) {
        MetadataRequestData data = new MetadataRequestData().setAllowAutoTopicCreation(false)
                .setIncludeTopicAuthorizedOperations(version >= 8)
                .setIncludeClusterAuthorizedOperations(version >= 8 && version <= 10);
        topics.forEach(name -> data.topics().add(new MetadataRequestData.MetadataRequestTopic().setName(name)));
        return data;
    }

    private static MetadataResponseData cluster(short version) {
        MetadataResponseData data = new MetadataResponseData().setThrottleTimeMs(3).setClusterId("Ab-_9").setControllerId(473)
                .setErrorCode((short) 0);
        if (version >= 8 && version <= 10) data.setClusterAuthorizedOperations(0x1f8);
        data.brokers().add(new MetadataResponseData.MetadataResponseBroker().setNodeId(97)
                .setHost("b97-abcd1234.c1.kafka-serverless.us-east-1.amazonaws.com").setPort(9098).setRack("use1-az1"));
        data.brokers().add(new MetadataResponseData.MetadataResponseBroker().setNodeId(473).setHost("").setPort(65536));
        MetadataResponseData.MetadataResponseTopic topic = new MetadataResponseData.MetadataResponseTopic()
                .setName("orders").setTopicId(new Uuid(1, 2));
        if (version >= 8) topic.setTopicAuthorizedOperations(0xd8);
        for (int index = 0; index < 2; index++) {
            topic.partitions().add(new MetadataResponseData.MetadataResponsePartition().setPartitionIndex(index)
                    .setLeaderId(97).setLeaderEpoch(version >= 7 ? 5 : -1).setReplicaNodes(List.of(97, 473))
                    .setIsrNodes(List.of(97)).setOfflineReplicas(version >= 5 ? List.of(473) : List.of()));
        }
        data.topics().add(topic);
        data.topics().add(new MetadataResponseData.MetadataResponseTopic().setName("caf\u00e9").setErrorCode((short) 3));
        return data;
    }

    private static DescribeGroupsResponseData groups(short version) {
        DescribeGroupsResponseData.DescribedGroup stable = new DescribeGroupsResponseData.DescribedGroup()
                .setGroupId("billing-caf\u00e9").setGroupState("Stable").setProtocolType("consumer").setProtocolData("range");
        for (int index = 0; index < 2; index++) {
            stable.members().add(new DescribeGroupsResponseData.DescribedGroupMember().setMemberId("member-" + index)
                    .setGroupInstanceId(version >= 4 && index == 1 ? "instance" : null).setClientId("client")
                    .setClientHost("/10.1.0.5").setMemberMetadata(new byte[] {1, 2, 3}).setMemberAssignment(new byte[index]));
        }
        if (version >= 3) stable.setAuthorizedOperations(0x148);
        return new DescribeGroupsResponseData().setThrottleTimeMs(version >= 1 ? 3 : 0).setGroups(List.of(stable,
                new DescribeGroupsResponseData.DescribedGroup().setGroupId("none").setGroupState("Dead"),
                new DescribeGroupsResponseData.DescribedGroup().setGroupId("secret").setErrorCode((short) 30)));
    }

    private static ApiVersionsResponseData.ApiVersion range(int key, int min, int max) {
        return new ApiVersionsResponseData.ApiVersion().setApiKey((short) key)
                .setMinVersion((short) min).setMaxVersion((short) max);
    }

    private static ApiVersionsResponseData.ApiVersionCollection collection(ApiVersionsResponseData.ApiVersion... ranges) {
        return new ApiVersionsResponseData.ApiVersionCollection(List.of(ranges).iterator());
    }

    private static void request(ApiKeys api, short version, String name, ApiMessage body) {
        write("request", api, version, name,
                new RequestHeader(api, version, CLIENT, CORRELATION).data(), api.requestHeaderVersion(version), body);
    }

    private static void response(ApiKeys api, short version, String name, ApiMessage body) {
        short header = api.responseHeaderVersion(version);
        write("response", api, version, name, new ResponseHeader(CORRELATION, header).data(), header, body);
    }

    private static void write(String kind, ApiKeys api, short version, String name, ApiMessage header, short headerVersion,
            ApiMessage body) {
        ObjectSerializationCache cache = new ObjectSerializationCache();
        int size = header.size(cache, headerVersion) + body.size(cache, version);
        ByteBuffer buffer = ByteBuffer.allocate(4 + size).putInt(size);
        ByteBufferAccessor writer = new ByteBufferAccessor(buffer);
        header.write(writer, cache, headerVersion);
        body.write(writer, cache, version);
        lines.add(String.format("  { \"kind\": \"%s\", \"api\": \"%s\", \"version\": %d, \"name\": \"%s\", \"hex\": \"%s\" }",
                kind, api.name, version, name, HexFormat.of().formatHex(buffer.array())));
    }
}
