package io.mskreach.lab.auth;

import io.mskreach.lab.iam.Caller;
import io.mskreach.lab.iam.IamDocument;
import io.mskreach.lab.iam.SessionToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides whether a token of AWS's IAM signers is genuine, current and allowed to connect. Pure: everything it needs
 * is given, the time included.
 */
final class TokenValidator {
    static final String SERVICE = "kafka-cluster";
    static final String CONNECT = "kafka-cluster:Connect";

    private static final int MAX_EXPIRES_SECONDS = 900;
    private static final long MAX_FUTURE_MS = 5 * 60 * 1000;
    private static final Pattern EXPIRES = Pattern.compile("[0-9]{1,3}");
    private static final Pattern REGIONAL_HOST = Pattern.compile("kafka\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withResolverStyle(ResolverStyle.STRICT);

    /** An accepted token: whose it is, and until when in the lab's time. */
    record Accepted(Caller caller, long expiresAtMs) {}

    private record Lifetime(String dateTime, long endMs) {}

    private final IamDocument iam;
    private final long now;

    /** @param now epoch milliseconds of the lab's clock */
    TokenValidator(IamDocument iam, long now) {
        this.iam = iam;
        this.now = now;
    }

    Accepted validate(String token) throws Refusal {
        PresignedUrl url = PresignedUrl.ofToken(token);
        checkAddress(url);
        Map<String, String> parameters = url.parameters();
        require(parameters, "Action", CONNECT, "action");
        require(parameters, "X-Amz-Algorithm", SigV4.ALGORITHM, "algorithm");
        require(parameters, "X-Amz-SignedHeaders", "host", "signed_headers");
        Lifetime lifetime = lifetime(parameters);
        String accessKeyId = accessKeyId(need(parameters, "X-Amz-Credential"), lifetime.dateTime());
        Optional<String> sessionToken = Optional.ofNullable(parameters.get("X-Amz-Security-Token"));
        checkKeyKind(accessKeyId, sessionToken.isPresent());
        checkSignature(url, accessKeyId, lifetime.dateTime());
        Accepted accepted = sessionToken.isPresent()
                ? session(accessKeyId, sessionToken.get(), lifetime.endMs())
                : user(accessKeyId, lifetime.endMs());
        if (!iam.allows(accepted.caller(), CONNECT, iam.cluster().cluster())) {
            throw new Refusal("connect_denied", accepted.caller().arn() + " lacks " + CONNECT);
        }
        return accepted;
    }

    private void checkAddress(PresignedUrl url) throws Refusal {
        if (!url.scheme().equals("https")) {
            throw new Refusal("scheme", "not https");
        }
        String expected = "kafka." + iam.cluster().region() + ".amazonaws.com";
        if (!url.host().equals(expected)) {
            boolean otherRegion = REGIONAL_HOST.matcher(url.host()).matches();
            throw new Refusal(otherRegion ? "region" : "host", url.host() + " is not " + expected);
        }
        // AWS's Java signer leaves the path out, the others write a slash; all sign a slash.
        if (!url.path().isEmpty() && !url.path().equals("/")) {
            throw new Refusal("path", "not /");
        }
    }

    private Lifetime lifetime(Map<String, String> parameters) throws Refusal {
        String dateTime = need(parameters, "X-Amz-Date");
        long start;
        try {
            start = LocalDateTime.parse(dateTime, DATE_TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeParseException e) {
            throw new Refusal("date", "X-Amz-Date is not of the form 20250131T235959Z");
        }
        String expires = need(parameters, "X-Amz-Expires");
        if (!EXPIRES.matcher(expires).matches()
                || Integer.parseInt(expires) < 1
                || Integer.parseInt(expires) > MAX_EXPIRES_SECONDS) {
            throw new Refusal("expires", "X-Amz-Expires is not a whole number of 1 to 900: " + expires);
        }
        if (start > now + MAX_FUTURE_MS) {
            throw new Refusal("future", "signed " + (start - now) / 1000 + " s ahead of the lab's clock");
        }
        long end = start + Integer.parseInt(expires) * 1000L;
        if (now >= end) {
            throw new Refusal("expired", "ended " + (now - end) / 1000 + " s ago");
        }
        return new Lifetime(dateTime, end);
    }

    private String accessKeyId(String credential, String dateTime) throws Refusal {
        String[] parts = credential.split("/", -1);
        if (parts.length != 5 || parts[0].isEmpty() || !parts[4].equals(SigV4.TERMINATOR)) {
            throw new Refusal("credential", "X-Amz-Credential is not KEY/DATE/REGION/SERVICE/aws4_request");
        }
        if (!parts[1].equals(dateTime.substring(0, 8))) {
            throw new Refusal("credential", "the scope's date is not that of X-Amz-Date");
        }
        if (!parts[2].equals(iam.cluster().region())) {
            throw new Refusal("region", "signed for " + parts[2] + ", not " + iam.cluster().region());
        }
        if (!parts[3].equals(SERVICE)) {
            throw new Refusal("service", "signed for the service " + parts[3]);
        }
        return parts[0];
    }

    private void checkKeyKind(String accessKeyId, boolean withSessionToken) throws Refusal {
        if (accessKeyId.startsWith("ASIA")) {
            if (!withSessionToken) {
                throw new Refusal("session_token_missing", "a temporary key without X-Amz-Security-Token");
            }
        } else if (iam.user(accessKeyId).isEmpty() || !accessKeyId.startsWith("AKIA")) {
            throw new Refusal("unknown_key", "no such access key id: " + accessKeyId);
        } else if (withSessionToken) {
            throw new Refusal("session_token", "a user's key with a session token");
        }
    }

    private void checkSignature(PresignedUrl url, String accessKeyId, String dateTime) throws Refusal {
        String secret = iam.keys().secretAccessKey(accessKeyId);
        String expected = SigV4.signature(url, secret, dateTime, iam.cluster().region(), SERVICE);
        if (!MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8),
                need(url.parameters(), "X-Amz-Signature").getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal("signature", "the signature is not that of " + accessKeyId + "'s secret key");
        }
    }

    private Accepted session(String accessKeyId, String token, long tokenEndMs) throws Refusal {
        SessionToken session = SessionToken.verify(token, iam.keys())
                .orElseThrow(() -> new Refusal("session_token", "not a session token of this lab"));
        if (!session.accessKeyId().equals(accessKeyId)) {
            throw new Refusal("session_token", "the session token is another key's");
        }
        if (now >= session.expiresAtMs()) {
            throw new Refusal("session_expired", "ended " + (now - session.expiresAtMs()) / 1000 + " s ago");
        }
        if (session.role().flatMap(iam::role).isEmpty()) {
            throw new Refusal("unknown_role", "no such role: " + session.role().orElse("none"));
        }
        Caller caller = new Caller(session.arn(), accessKeyId, session.role(), session.policy());
        return new Accepted(caller, Math.min(tokenEndMs, session.expiresAtMs()));
    }

    private Accepted user(String accessKeyId, long tokenEndMs) throws Refusal {
        String arn = iam.user(accessKeyId)
                .orElseThrow(() -> new Refusal("unknown_key", "no such access key id: " + accessKeyId))
                .arn();
        return new Accepted(new Caller(arn, accessKeyId, Optional.empty(), Optional.empty()), tokenEndMs);
    }

    private static String need(Map<String, String> parameters, String name) throws Refusal {
        String value = parameters.get(name);
        if (value == null) {
            throw new Refusal("missing_parameter", name);
        }
        return value;
    }

    private static void require(Map<String, String> parameters, String name, String expected, String code)
            throws Refusal {
        String value = need(parameters, name);
        if (!value.equals(expected)) {
            throw new Refusal(code, name + " is " + value + ", not " + expected);
        }
    }
}
