package io.mskreach.lab.auth;

import io.mskreach.lab.iam.Caller;
import java.util.Set;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;

/**
 * What Kafka remembers of an accepted token. The token's own text is not kept: nothing on the broker needs it again.
 *
 * @param lifetimeMs end of the session in epoch milliseconds of this machine's clock; Kafka derives from it the
 *     session lifetime that it grants
 */
record IamToken(Caller caller, long lifetimeMs) implements OAuthBearerToken {
    @Override
    public String value() {
        return "";
    }

    @Override
    public Set<String> scope() {
        return Set.of();
    }

    @Override
    public String principalName() {
        return caller.arn();
    }

    @Override
    public Long startTimeMs() {
        return null;
    }
}
