package io.mskreach.lab.auth;

import io.mskreach.lab.iam.Keys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** AWS Signature Version 4 of a presigned GET with the host as its only signed header and no body. */
final class SigV4 {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    static final String TERMINATOR = "aws4_request";

    /** Not part of what is signed: the signature itself, and the agent that AWS's signers append afterwards. */
    private static final Set<String> UNSIGNED = Set.of("X-Amz-Signature", "User-Agent");

    private static final HexFormat HEX = HexFormat.of();

    private SigV4() {}

    static String signature(PresignedUrl url, String secret, String dateTime, String region, String service) {
        String date = dateTime.substring(0, 8);
        String canonicalRequest = String.join("\n",
                "GET", "/", canonicalQuery(url.parameters()), "host:" + url.host(), "", "host", sha256(""));
        String stringToSign = String.join("\n",
                ALGORITHM,
                dateTime,
                String.join("/", date, region, service, TERMINATOR),
                sha256(canonicalRequest));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[] {date, region, service, TERMINATOR}) {
            key = Keys.hmacSha256(key, part);
        }
        return HEX.formatHex(Keys.hmacSha256(key, stringToSign));
    }

    private static String canonicalQuery(Map<String, String> parameters) {
        Map<String, String> sorted = new TreeMap<>();
        parameters.forEach((name, value) -> {
            if (!UNSIGNED.contains(name)) {
                sorted.put(encode(name), encode(value));
            }
        });
        return sorted.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static String sha256(String text) {
        try {
            return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
