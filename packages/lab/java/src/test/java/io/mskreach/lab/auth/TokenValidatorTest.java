package io.mskreach.lab.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskreach.lab.iam.IamDocument;
import io.mskreach.lab.iam.TestIam;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenValidatorTest {
    private static final Instant NOW = Instant.parse("2025-01-31T12:00:00Z");
    private static final IamDocument IAM = TestIam.document(TestIam.ALLOW_ALL);

    private static TestSigner user() {
        return new TestSigner(TestIam.USER_KEY, TestIam.secret(TestIam.USER_KEY), null, NOW);
    }

    private static TestSigner session(String sessionToken) {
        return new TestSigner(TestIam.SESSION_KEY, TestIam.secret(TestIam.SESSION_KEY), sessionToken, NOW);
    }

    private static String sessionToken(long secondsLeft) {
        return TestIam.sessionToken(TestIam.payload(NOW.getEpochSecond() + secondsLeft));
    }

    private static TokenValidator.Accepted validate(String token) throws Refusal {
        return new TokenValidator(IAM, NOW.toEpochMilli()).validate(token);
    }

    private static void assertRefused(String reason, String token) {
        assertRefused(reason, IAM, token);
    }

    private static void assertRefused(String reason, IamDocument iam, String token) {
        Refusal refusal = assertThrows(
                Refusal.class, () -> new TokenValidator(iam, NOW.toEpochMilli()).validate(token));
        assertEquals(reason, refusal.code(), refusal.getMessage());
    }

    @Test
    void acceptsAUser() throws Refusal {
        TokenValidator.Accepted accepted = validate(user().token());
        assertEquals("arn:aws:iam::111122223333:user/client", accepted.caller().arn());
        assertEquals(NOW.plusSeconds(900).toEpochMilli(), accepted.expiresAtMs());
    }

    @Test
    void acceptsASessionUntilItsOwnEnd() throws Refusal {
        TokenValidator.Accepted accepted = validate(session(sessionToken(600)).token());
        assertEquals(TestIam.SESSION_ARN, accepted.caller().arn());
        assertEquals(Optional.of(TestIam.ROLE), accepted.caller().role());
        assertEquals(NOW.plusSeconds(600).toEpochMilli(), accepted.expiresAtMs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "session"})
    void acceptsTheOfficialSigner(String whose) throws Exception {
        Properties tokens = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/official-signer.properties")) {
            tokens.load(in);
        }
        String token = tokens.getProperty(whose);
        assertEquals(NOW.plusSeconds(900).toEpochMilli(), validate(token).expiresAtMs());
        String padded = token + "=".repeat((4 - token.length() % 4) % 4);
        assertEquals(NOW.plusSeconds(900).toEpochMilli(), validate(padded).expiresAtMs());
    }

    @Test
    void acceptsWhatElseWasSigned() throws Refusal {
        TestSigner signer = user();
        signer.parameters.put("Z a+*~/=&é", "ö %");
        assertEquals(NOW.plusSeconds(900).toEpochMilli(), validate(signer.token()).expiresAtMs());
    }

    @Test
    void acceptsAnAbsentPathAsTheJavaSignerWritesIt() throws Refusal {
        String url = user().url().replace(".com/?", ".com?");
        assertEquals(NOW.plusSeconds(900).toEpochMilli(), validate(TestSigner.encodeToken(url)).expiresAtMs());
    }

    static Stream<Arguments> bentBeforeSigning() {
        return Stream.of(
                bent("scheme", s -> s.scheme = "http"),
                bent("region", s -> s.host = "kafka.eu-west-1.amazonaws.com"),
                bent("host", s -> s.host = "kafka.us-east-1.amazonaws.com.evil.example"),
                bent("host", s -> s.host = "user@kafka.us-east-1.amazonaws.com"),
                bent("host", s -> s.host = "kafka.us-east-1.amazonaws.com:443"),
                bent("path", s -> s.path = "/x"),
                bent("action", s -> s.parameters.put("Action", "kafka-cluster:*")),
                bent("missing_parameter", s -> s.parameters.put("Action", null)),
                bent("algorithm", s -> s.parameters.put("X-Amz-Algorithm", "AWS4-ECDSA-P256-SHA256")),
                bent("signed_headers", s -> s.parameters.put("X-Amz-SignedHeaders", "host;x")),
                bent("signed_headers", s -> s.parameters.put("X-Amz-SignedHeaders", "")),
                bent("region", s -> s.signedFor = "eu-west-1"),
                bent("service", s -> s.service = "kafka"),
                bent("credential", s -> s.terminator = "aws4_reques"),
                bent("credential", s -> s.scopeDate = "20250130"),
                bent("credential", s -> s.parameters.put("X-Amz-Credential", TestIam.USER_KEY)),
                bent("date", s -> s.parameters.put("X-Amz-Date", "2025-01-31T12:00:00Z")),
                bent("date", s -> s.parameters.put("X-Amz-Date", "20250231T120000Z")),
                bent("expires", s -> s.parameters.put("X-Amz-Expires", "345.678")),
                bent("expires", s -> s.parameters.put("X-Amz-Expires", "-5")),
                bent("expires", s -> s.parameters.put("X-Amz-Expires", "0")),
                bent("expires", s -> s.parameters.put("X-Amz-Expires", "901")),
                bent("expires", s -> s.parameters.put("X-Amz-Expires", "99999999999999999999")),
                bent("expires", s -> s.parameters.put("X-Amz-Expires", "+900")),
                bent("expires", s -> s.parameters.put("X-Amz-Expires", "")),
                bent("session_token", s -> s.parameters.put("X-Amz-Security-Token", sessionToken(600))),
                bent("duplicate_parameter", s -> s.appended = "&Action=kafka-cluster%3AConnect"),
                bent("duplicate_parameter", s -> s.appended = "&%41ction=kafka-cluster%3AConnect"),
                bent("duplicate_parameter", s -> s.appended = "&User-Agent=a&User-Agent=b"),
                bent("signature", s -> s.appended = "&unsigned=1"),
                bent("malformed", s -> s.appended = "&a=%zz"),
                bent("malformed", s -> s.appended = "&a=%f"),
                bent("malformed", s -> s.appended = "&a=%ff"),
                bent("malformed", s -> s.appended = "#fragment"),
                bent("malformed", s -> s.appended = "&a=b c"),
                bent("malformed", s -> s.appended = "&a".repeat(40)),
                bent("too_long", s -> s.appended = "&a=" + "x".repeat(PresignedUrl.MAX_TOKEN)));
    }

    private static Arguments bent(String reason, Consumer<TestSigner> how) {
        return arguments(reason, how);
    }

    @ParameterizedTest(name = "{index} {0}")
    @MethodSource("bentBeforeSigning")
    void refusesWhatIsBentThoughWellSigned(String reason, Consumer<TestSigner> how) {
        TestSigner signer = user();
        how.accept(signer);
        assertRefused(reason, signer.token());
    }

    @Test
    void refusesWhatIsNoUrl() {
        assertRefused("malformed", "");
        assertRefused("malformed", "!!!");
        assertRefused("malformed", TestSigner.encodeToken("hello"));
        assertRefused("malformed", TestSigner.encodeToken("https://kafka.us-east-1.amazonaws.com/"));
        assertRefused("missing_parameter", TestSigner.encodeToken("https://kafka.us-east-1.amazonaws.com/?"));
        assertRefused("malformed", TestSigner.encodeToken("?://"));
        assertRefused("host", TestSigner.encodeToken("https://?Action=x"));
    }

    @Test
    void refusesWhatWasChangedAfterSigning() {
        String url = user().url();
        assertRefused("signature", TestSigner.encodeToken(url.replace("X-Amz-Expires=900", "X-Amz-Expires=899")));
        assertRefused("signature", TestSigner.encodeToken(url.replaceAll("X-Amz-Signature=..", "X-Amz-Signature=zz")));
        assertRefused("missing_parameter",
                TestSigner.encodeToken(url.replaceAll("&X-Amz-Signature=[0-9a-f]+", "")));
    }

    @Test
    void refusesAWrongSecretAndAnUnknownKey() {
        assertRefused("signature", new TestSigner(TestIam.USER_KEY, "wrong", null, NOW).token());
        String stranger = "AKIASTRANGER00000001";
        assertRefused("unknown_key", new TestSigner(stranger, TestIam.secret(stranger), null, NOW).token());
        String odd = "XKIASTRANGER00000001";
        assertRefused("unknown_key", new TestSigner(odd, TestIam.secret(odd), null, NOW).token());
    }

    @ParameterizedTest
    @CsvSource({
        "-900, expired", "-899, ''", "300, ''", "301, future",
    })
    void judgesTheTimeByTheSecond(long offsetSeconds, String reason) throws Refusal {
        String token = new TestSigner(
                        TestIam.USER_KEY, TestIam.secret(TestIam.USER_KEY), null, NOW.plusSeconds(offsetSeconds))
                .token();
        if (reason.isEmpty()) {
            assertEquals(NOW.plusSeconds(offsetSeconds + 900).toEpochMilli(), validate(token).expiresAtMs());
        } else {
            assertRefused(reason, token);
        }
    }

    @Test
    void refusesSessionsThatAreNone() {
        assertRefused("session_token_missing", session(null).token());
        assertRefused("session_token", session("abc.def").token());
        assertRefused("session_token",
                session(TestIam.sessionToken(TestIam.payload(NOW.getEpochSecond() + 60).put("k", "ASIAOTHER"))).token());
        assertRefused("session_token",
                session(TestIam.sessionToken(TestIam.payload(NOW.getEpochSecond() + 60), "22".repeat(32))).token());
        assertRefused("session_expired", session(sessionToken(0)).token());
        assertRefused("unknown_role",
                session(TestIam.sessionToken(TestIam.payload(NOW.getEpochSecond() + 60).put("role", "x"))).token());
        assertRefused("unknown_role",
                session(TestIam.sessionToken(TestIam.payload(NOW.getEpochSecond() + 60).<ObjectNode>without("role"))).token());
    }

    @Test
    void connectMustBeAllowedOnThisCluster() {
        String other = "[{\"Effect\":\"Allow\",\"Action\":\"kafka-cluster:Connect\","
                + "\"Resource\":\"arn:aws:kafka:us-east-1:444455556666:cluster/other/*\"}]";
        assertRefused("connect_denied", TestIam.document(other), session(sessionToken(60)).token());
        assertRefused("connect_denied", TestIam.document("[]"), session(sessionToken(60)).token());
    }

    @Test
    void noReasonShowsASecret() {
        String secretly = sessionToken(-1);
        TestSigner signer = session(secretly);
        Refusal refusal = assertThrows(Refusal.class, () -> validate(signer.token()));
        assertFalse(refusal.getMessage().contains(secretly));
        assertFalse(refusal.getMessage().contains(TestIam.secret(TestIam.SESSION_KEY)));
        assertTrue(refusal.getMessage().contains("s ago"));
    }
}
