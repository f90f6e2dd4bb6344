package io.mskreach.lab.iam;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The lab's derived secrets. Every secret access key follows from the run's master key and its access key id, so that
 * STS and the brokers need no shared state beyond the master.
 */
public final class Keys {
    private static final int SECRET_LENGTH = 40;

    private final byte[] master;

    public Keys(byte[] master) {
        this.master = master.clone();
    }

    /** The secret access key of an access key id. */
    public String secretAccessKey(String accessKeyId) {
        return base64Url(hmac(accessKeyId)).substring(0, SECRET_LENGTH);
    }

    /** The second part of a session token, over its first part. */
    String sessionSignature(String encodedPayload) {
        return base64Url(hmac("session:" + encodedPayload));
    }

    private byte[] hmac(String text) {
        return hmacSha256(master, text);
    }

    public static byte[] hmacSha256(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has HmacSHA256", e);
        }
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
