package io.mskreach.lab.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;

/**
 * What the lab's STS put into a session token: {@code base64url(payload) + "." + base64url(HMAC)}.
 *
 * @param expiresAtMs end of the session in epoch milliseconds of the lab's clock
 */
public record SessionToken(
        String accessKeyId, String arn, Optional<String> role, long expiresAtMs, Optional<Policy> policy) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Empty unless this run's STS made the token, unaltered. */
    public static Optional<SessionToken> verify(String token, Keys keys) {
        int dot = token.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String payload = token.substring(0, dot);
        byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
        byte[] expected = keys.sessionSignature(payload).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, expected)) {
            return Optional.empty();
        }
        try {
            return parse(JSON.readTree(Base64.getUrlDecoder().decode(payload)));
        } catch (IOException | IllegalArgumentException | InvalidIamException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<SessionToken> parse(JsonNode payload) {
        JsonNode key = payload.path("k");
        JsonNode arn = payload.path("arn");
        JsonNode expiry = payload.path("exp");
        if (!key.isTextual() || !arn.isTextual() || !expiry.isNumber()) {
            return Optional.empty();
        }
        return Optional.of(new SessionToken(
                key.asText(),
                arn.asText(),
                Optional.ofNullable(payload.path("role").textValue()),
                (long) (expiry.asDouble() * 1000),
                payload.hasNonNull("policy")
                        ? Optional.of(Policy.ofDocument(payload.path("policy"), "policy"))
                        : Optional.empty()));
    }
}
