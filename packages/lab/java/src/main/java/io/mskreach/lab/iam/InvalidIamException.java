package io.mskreach.lab.iam;

/** Something in the IAM document, or in a session policy, that cannot be used. The message holds no value of it. */
public final class InvalidIamException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidIamException(String where, String problem) {
        super(where + ": " + problem);
    }
}
