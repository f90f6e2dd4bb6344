package io.mskreach.lab.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IamDocumentTest {
    private static final String READ = "[{\"Effect\":\"Allow\",\"Action\":\"kafka-cluster:Read*\",\"Resource\":\"*\"}]";
    private static final String DENY_READ =
            "[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
                    + "{\"Effect\":\"Deny\",\"Action\":\"kafka-cluster:ReadData\",\"Resource\":\"*\"}]";

    private static Caller session(Optional<Policy> policy) {
        return new Caller(TestIam.SESSION_ARN, TestIam.SESSION_KEY, Optional.of(TestIam.ROLE), policy);
    }

    private static Optional<Policy> policy(String statements) throws Exception {
        return Optional.of(Policy.ofStatements(new ObjectMapper().readTree(statements), "test"));
    }

    @Test
    void derivesSecretsAsTheStsDoes() {
        assertEquals(
                TestIam.secret(TestIam.USER_KEY),
                TestIam.document(TestIam.ALLOW_ALL).keys().secretAccessKey(TestIam.USER_KEY));
    }

    @Test
    void aSessionHasWhatRoleAndSessionPolicyBothGive() throws Exception {
        IamDocument all = TestIam.document(TestIam.ALLOW_ALL);
        assertTrue(all.allows(session(Optional.empty()), "kafka-cluster:WriteData", "t"));
        assertTrue(all.allows(session(policy(READ)), "kafka-cluster:ReadData", "t"));
        assertFalse(all.allows(session(policy(READ)), "kafka-cluster:WriteData", "t"));
        assertFalse(all.allows(session(policy(DENY_READ)), "kafka-cluster:ReadData", "t"));
        IamDocument read = TestIam.document(READ);
        assertFalse(read.allows(session(policy(TestIam.ALLOW_ALL)), "kafka-cluster:WriteData", "t"));
        assertFalse(TestIam.document(DENY_READ).allows(session(policy(READ)), "kafka-cluster:ReadData", "t"));
    }

    @Test
    void aRoleThatIsGoneGrantsNothing() {
        Caller caller = new Caller("arn", TestIam.USER_KEY, Optional.of("arn:of:no:role"), Optional.empty());
        assertFalse(TestIam.document(TestIam.ALLOW_ALL).allows(caller, "kafka-cluster:ReadData", "t"));
    }

    @Test
    void aMistakeIsNamedByItsPlaceAndNeverShowsTheKey() {
        String json = TestIam.json(TestIam.ALLOW_ALL);
        InvalidIamException master = assertThrows(
                InvalidIamException.class, () -> TestIam.parse(json.replace("11".repeat(32), "5ec2e7")));
        assertEquals("iam.master: must be 32 bytes in hexadecimal", master.getMessage());
        InvalidIamException region = assertThrows(
                InvalidIamException.class, () -> TestIam.parse(json.replace("\"region\"", "\"regio\"")));
        assertEquals("iam.cluster.region: must be a string that is not empty", region.getMessage());
        assertThrows(InvalidIamException.class, () -> TestIam.parse("[]"));
    }
}
