package io.mskreach.lab.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An IAM document, and session tokens as the lab's STS makes them, written from the format and not from our code. */
public final class TestIam {
    public static final String USER_KEY = "AKIALABCLIENT0000001";
    public static final String SESSION_KEY = "ASIALABSESSION000001";
    public static final String ROLE = "arn:aws:iam::444455556666:role/msk-client";
    public static final String SESSION_ARN = "arn:aws:sts::444455556666:assumed-role/msk-client/session";
    public static final String ALLOW_ALL =
            "[{\"Effect\":\"Allow\",\"Action\":[\"kafka-cluster:*\"],\"Resource\":[\"*\"]}]";

    private static final String MASTER = "11".repeat(32);
    private static final ObjectMapper JSON = new ObjectMapper();

    private TestIam() {}

    /** The role has these statements, the user may do everything. */
    public static String json(String roleStatements) {
        return """
                {"master": "%s", "clockSkewMs": 0,
                 "cluster": {"region": "us-east-1", "arnPrefix": "arn:aws:kafka:us-east-1:444455556666",
                             "name": "lab", "uuid": "0-1"},
                 "users": {"%s": {"arn": "arn:aws:iam::111122223333:user/client", "statements": %s}},
                 "roles": {"%s": {"statements": %s}}}""".formatted(MASTER, USER_KEY, ALLOW_ALL, ROLE, roleStatements);
    }

    public static IamDocument document(String roleStatements) {
        return parse(json(roleStatements));
    }

    static IamDocument parse(String json) {
        try {
            return IamDocument.of(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static ObjectNode payload(long expiresAtSeconds) {
        return JSON.createObjectNode()
                .put("k", SESSION_KEY)
                .put("arn", SESSION_ARN)
                .put("role", ROLE)
                .put("exp", expiresAtSeconds);
    }

    public static String sessionToken(ObjectNode payload) {
        return sessionToken(payload, MASTER);
    }

    public static String sessionToken(ObjectNode payload, String masterHex) {
        String encoded = base64Url(payload.toString().getBytes(StandardCharsets.UTF_8));
        return encoded + "." + base64Url(hmac(masterHex, "session:" + encoded));
    }

    public static String secret(String accessKeyId) {
        return base64Url(hmac(MASTER, accessKeyId)).substring(0, 40);
    }

    private static byte[] hmac(String masterHex, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(masterHex), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
