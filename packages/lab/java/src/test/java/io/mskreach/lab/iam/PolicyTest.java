package io.mskreach.lab.iam;

import static io.mskreach.lab.iam.Policy.Decision.ALLOW;
import static io.mskreach.lab.iam.Policy.Decision.DENY;
import static io.mskreach.lab.iam.Policy.Decision.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static Policy policy(String statements) throws Exception {
        return Policy.ofStatements(new ObjectMapper().readTree(statements), "test");
    }

    @ParameterizedTest
    @CsvSource({
        "*, anything:at/all, true",
        "a*c, abc, true",
        "a*c, ac, true",
        "a*c, abcd, false",
        "a?c, abc, true",
        "a?c, ac, false",
        "*b*b, abab, true",
        "*b*b, aba, false",
        "topic/lab/*/t1, topic/lab/x/y/t1, true",
        "topic/lab/*/t1, topic/lab/x/T1, false",
        "a.c, abc, false",
        "'', '', true",
        "'', a, false",
    })
    void matchesWildcards(String pattern, String value, boolean expected) {
        assertEquals(expected, Wildcards.matches(pattern, value));
    }

    @Test
    void aHostilePatternIsCheap() {
        assertTimeout(
                Duration.ofSeconds(5), () -> Wildcards.matches("*a".repeat(200) + "b", "a".repeat(20_000)));
    }

    @Test
    void ignoresTheCaseOfActionsOnly() throws Exception {
        Policy policy = policy("{\"Effect\":\"Allow\",\"Action\":\"Kafka-Cluster:read*\",\"Resource\":\"arn:T\"}");
        assertEquals(ALLOW, policy.decide("kafka-cluster:ReadData", "arn:T"));
        assertEquals(SILENT, policy.decide("kafka-cluster:ReadData", "arn:t"));
        assertEquals(SILENT, policy.decide("kafka-cluster:WriteData", "arn:T"));
    }

    @Test
    void denyWinsWhateverTheOrder() throws Exception {
        String allow = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
        String deny = "{\"Effect\":\"Deny\",\"Action\":\"kafka-cluster:Connect\",\"Resource\":\"*\"}";
        assertEquals(DENY, policy("[" + allow + "," + deny + "]").decide("kafka-cluster:Connect", "c"));
        assertEquals(DENY, policy("[" + deny + "," + allow + "]").decide("kafka-cluster:Connect", "c"));
        assertEquals(ALLOW, policy("[" + deny + "," + allow + "]").decide("kafka-cluster:ReadData", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{}}",
        "{\"Effect\":\"Allow\",\"NotAction\":\"*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"allow\",\"Action\":\"*\",\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":[],\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":[1],\"Resource\":\"*\"}",
        "{\"Effect\":\"Allow\",\"Action\":\"*\"}",
        "\"Allow\"",
    })
    void refusesWhatItCannotEvaluate(String statement) {
        assertThrows(InvalidIamException.class, () -> policy(statement));
    }

    @Test
    void survivesTheWayToTheController() throws Exception {
        Policy policy = policy("[{\"Effect\":\"Deny\",\"Action\":[\"a:B\",\"a:C\"],\"Resource\":\"r*\"}]");
        assertEquals(policy, Policy.ofStatements(policy.toStatements(), "test"));
    }
}
