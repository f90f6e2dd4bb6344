package io.mskreach.lab.auth;

import io.mskreach.lab.iam.IamDocument;
import io.mskreach.lab.state.LabState;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerExtensionsValidatorCallback;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallback;

/**
 * Kafka's door for OAUTHBEARER logins. A refusal is thrown, not set on the callback: Kafka answers a thrown
 * {@code SaslAuthenticationException} with error 58 and its text, as MSK does, and a status with a challenge.
 */
public final class IamCallbackHandler implements AuthenticateCallbackHandler {
    private static final String DENIED = "Access denied";

    private LabState state;
    private int broker;

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> jaas) {
        state = LabState.of(configs);
        broker = Integer.parseInt(String.valueOf(configs.get("node.id")));
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerValidatorCallback validation) {
                validation.token(authenticate(validation.tokenValue()));
            } else if (callback instanceof OAuthBearerExtensionsValidatorCallback extensions) {
                // Extensions are not signed and grant nothing; clients may send what they like.
                extensions.inputExtensions().map().keySet().forEach(extensions::valid);
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    private IamToken authenticate(String token) {
        if (state.recordRequests()) {
            state.events().request(broker, "SaslAuthenticate", null, null);
        }
        IamDocument iam = state.iam();
        long now = state.now();
        try {
            TokenValidator.Accepted accepted = new TokenValidator(iam, now + iam.clockSkewMs()).validate(token);
            if (!state.admitLogin()) {
                throw refuse("too_many_connects", accepted.caller().arn(), "Too many connects");
            }
            long remaining = accepted.expiresAtMs() - iam.clockSkewMs() - now;
            long limit = state.sessionMaxMs();
            long session = limit > 0 ? Math.min(limit, remaining) : remaining;
            state.events().accepted(accepted.caller().arn(), broker, session);
            return new IamToken(accepted.caller(), now + session);
        } catch (Refusal refusal) {
            throw refuse(refusal.code(), refusal.getMessage(), DENIED);
        } catch (SaslAuthenticationException refused) {
            throw refused;
        } catch (RuntimeException unexpected) {
            throw refuse("internal", unexpected.getClass().getName(), DENIED);
        }
    }

    private SaslAuthenticationException refuse(String code, String detail, String told) {
        String reference = UUID.randomUUID().toString();
        state.events().refused(code, detail, broker, reference);
        return new SaslAuthenticationException("[" + reference + "]: " + told);
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
