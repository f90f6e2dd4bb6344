package io.mskreach.lab.auth;

import io.mskreach.lab.iam.Caller;
import org.apache.kafka.common.security.auth.KafkaPrincipal;

/**
 * A principal that remembers its role and session policy. Two are equal when their ARNs are (inherited), so that a
 * re-authentication may bring a new session of the same name. The type {@code IAM} is what MSK shows in
 * "Cannot change principals during re-authentication from IAM.arn:...: IAM.arn:...".
 */
final class IamPrincipal extends KafkaPrincipal {
    static final String TYPE = "IAM";

    private final Caller caller;

    IamPrincipal(Caller caller) {
        super(TYPE, caller.arn());
        this.caller = caller;
    }

    Caller caller() {
        return caller;
    }
}
