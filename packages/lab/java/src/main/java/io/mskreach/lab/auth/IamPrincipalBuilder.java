package io.mskreach.lab.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskreach.lab.iam.Caller;
import io.mskreach.lab.iam.Policy;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.security.auth.AuthenticationContext;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.KafkaPrincipalBuilder;
import org.apache.kafka.common.security.auth.KafkaPrincipalSerde;
import org.apache.kafka.common.security.auth.SaslAuthenticationContext;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;

/**
 * Names the bearer of an accepted token, and carries the name to the controller: brokers forward requests such as
 * CreateTopics in an envelope with the principal in it, and the controller decides on them.
 */
public final class IamPrincipalBuilder implements KafkaPrincipalBuilder, KafkaPrincipalSerde {
    private static final String TOKEN_PROPERTY = OAuthBearerLoginModule.OAUTHBEARER_MECHANISM + ".token";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public KafkaPrincipal build(AuthenticationContext context) {
        if (context instanceof SaslAuthenticationContext sasl
                && sasl.server().getNegotiatedProperty(TOKEN_PROPERTY) instanceof IamToken token) {
            return new IamPrincipal(token.caller());
        }
        // The plaintext listeners between the nodes, on loopback.
        return KafkaPrincipal.ANONYMOUS;
    }

    @Override
    public byte[] serialize(KafkaPrincipal principal) {
        ObjectNode node = JSON.createObjectNode();
        if (principal instanceof IamPrincipal iam) {
            Caller caller = iam.caller();
            node.put("arn", caller.arn()).put("key", caller.accessKeyId());
            caller.role().ifPresent(role -> node.put("role", role));
            caller.sessionPolicy().ifPresent(policy -> node.set("policy", policy.toStatements()));
        }
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new SerializationException("cannot write a principal", e);
        }
    }

    @Override
    public KafkaPrincipal deserialize(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            if (!node.has("arn")) {
                return KafkaPrincipal.ANONYMOUS;
            }
            return new IamPrincipal(new Caller(
                    node.path("arn").asText(),
                    node.path("key").asText(),
                    Optional.ofNullable(node.path("role").textValue()),
                    node.has("policy")
                            ? Optional.of(readStatements(node.path("policy")))
                            : Optional.empty()));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("cannot read a principal", e);
        }
    }

    private static Policy readStatements(JsonNode statements) {
        return Policy.ofStatements(statements, "policy");
    }
}
