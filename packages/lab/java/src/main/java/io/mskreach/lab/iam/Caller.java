package io.mskreach.lab.iam;

import java.util.Optional;

/**
 * An authenticated identity.
 *
 * @param arn the assumed-role ARN of a session, or the user's ARN
 * @param accessKeyId the key that signed; what a user's permissions hang on
 * @param role the role behind a session; permissions are looked up anew on every request, so that they can change
 * @param sessionPolicy what the session was narrowed to
 */
public record Caller(String arn, String accessKeyId, Optional<String> role, Optional<Policy> sessionPolicy) {}
