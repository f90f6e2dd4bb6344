package io.mskreach.lab.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTokenTest {
    private static final Keys KEYS = TestIam.document(TestIam.ALLOW_ALL).keys();

    @Test
    void readsWhatTheStsWrote() throws Exception {
        ObjectNode payload = TestIam.payload(1_700_000_000);
        payload.set("policy", new ObjectMapper().readTree("""
                {"Version": "2012-10-17", "Statement": {"Sid": "s", "Effect": "Allow", "Action": "*", "Resource": "*"}}
                """));
        payload.put("chained", true).putArray("transitive").add("team");
        SessionToken token = SessionToken.verify(TestIam.sessionToken(payload), KEYS).orElseThrow();
        assertEquals(TestIam.SESSION_KEY, token.accessKeyId());
        assertEquals(TestIam.SESSION_ARN, token.arn());
        assertEquals(Optional.of(TestIam.ROLE), token.role());
        assertEquals(1_700_000_000_000L, token.expiresAtMs());
        assertEquals(1, token.policy().orElseThrow().statements().size());
    }

    @Test
    void refusesForgeries() {
        String genuine = TestIam.sessionToken(TestIam.payload(1));
        String later = TestIam.sessionToken(TestIam.payload(2));
        String payload = genuine.substring(0, genuine.indexOf('.'));
        assertRefused(later.substring(0, later.indexOf('.')) + genuine.substring(genuine.indexOf('.')));
        assertRefused(TestIam.sessionToken(TestIam.payload(1), "22".repeat(32)));
        assertRefused(payload);
        assertRefused(payload + ".");
        assertRefused(genuine + "A");
        assertRefused(genuine + "." + genuine);
        assertRefused("");
    }

    @Test
    void refusesAPolicyThatItCannotEvaluate() throws Exception {
        ObjectNode payload = TestIam.payload(1);
        payload.set("policy", new ObjectMapper().readTree(
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{}}]}"));
        assertRefused(TestIam.sessionToken(payload));
    }

    private static void assertRefused(String token) {
        assertTrue(SessionToken.verify(token, KEYS).isEmpty(), token);
    }
}
