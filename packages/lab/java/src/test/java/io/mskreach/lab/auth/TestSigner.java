package io.mskreach.lab.auth;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An IAM signer for tests, written after AWS's description of Signature Version 4 and sharing no code with the
 * verifier. Every part can be bent, before signing and after.
 */
public final class TestSigner {
    public String scheme = "https";
    public String host = "kafka.us-east-1.amazonaws.com";
    public String path = "/";
    public String signedFor = "us-east-1";
    public String service = "kafka-cluster";
    public String terminator = "aws4_request";
    public String scopeDate;

    /** Signed; {@code null} values are left out. */
    public final Map<String, String> parameters = new LinkedHashMap<>();

    /** Appended raw after signing. */
    public String appended = "&User-Agent=test%2F1";

    private final String accessKeyId;
    private final String secret;

    public TestSigner(String accessKeyId, String secret, String sessionToken, Instant signedAt) {
        this.accessKeyId = accessKeyId;
        this.secret = secret;
        parameters.put("Action", "kafka-cluster:Connect");
        parameters.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        parameters.put("X-Amz-Date",
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(signedAt));
        parameters.put("X-Amz-Expires", "900");
        parameters.put("X-Amz-SignedHeaders", "host");
        parameters.put("X-Amz-Security-Token", sessionToken);
    }

    public String url() {
        String dateTime = parameters.get("X-Amz-Date");
        String date = scopeDate == null ? dateTime.substring(0, 8) : scopeDate;
        String scope = String.join("/", date, signedFor, service, terminator);
        parameters.putIfAbsent("X-Amz-Credential", accessKeyId + "/" + scope);
        List<String> pairs = new ArrayList<>();
        parameters.forEach((name, value) -> {
            if (value != null) {
                pairs.add(encode(name) + "=" + encode(value));
            }
        });
        Collections.sort(pairs);
        String query = String.join("&", pairs);
        String request = "GET\n" + path + "\n" + query + "\nhost:" + host + "\n\nhost\n" + sha256("");
        String toSign = "AWS4-HMAC-SHA256\n" + dateTime + "\n" + scope + "\n" + sha256(request);
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        key = hmac(hmac(hmac(hmac(key, date), signedFor), service), terminator);
        return scheme + "://" + host + path + "?" + query + "&X-Amz-Signature="
                + HexFormat.of().formatHex(hmac(key, toSign)) + appended;
    }

    public String token() {
        return encodeToken(url());
    }

    public static String encodeToken(String url) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(url.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
