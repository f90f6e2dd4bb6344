package io.mskreach.lab;

import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/** Kafka's own Java client with the token that its JAAS configuration names. */
public final class TestLogin implements AuthenticateCallbackHandler {
    private record Token(String value) implements OAuthBearerToken {
        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public long lifetimeMs() {
            return System.currentTimeMillis() + 900_000;
        }

        @Override
        public String principalName() {
            return "test";
        }

        @Override
        public Long startTimeMs() {
            return null;
        }
    }

    private String token;

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> jaas) {
        token = String.valueOf(jaas.get(0).getOptions().get("token"));
    }

    @Override
    public void handle(Callback[] callbacks) {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerTokenCallback wanted) {
                wanted.token(new Token(token));
            }
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
