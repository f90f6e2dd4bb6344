package io.mskreach.lab.auth;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The URL inside a token, taken apart and nothing more.
 *
 * @param parameters decoded names and values; each name occurs once
 */
record PresignedUrl(String scheme, String host, String path, Map<String, String> parameters) {
    /** Official tokens are about 1 to 2 KiB; the session token is the part that grows. */
    static final int MAX_TOKEN = 16 * 1024;

    private static final int MAX_PARAMETERS = 32;

    static PresignedUrl ofToken(String token) throws Refusal {
        if (token.length() > MAX_TOKEN) {
            throw new Refusal("too_long", token.length() + " characters, at most " + MAX_TOKEN);
        }
        String url;
        try {
            url = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException e) {
            throw new Refusal("malformed", "not base64url");
        }
        if (url.isEmpty() || !url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new Refusal("malformed", "not a URL in printable ASCII");
        }
        return parse(url);
    }

    private static PresignedUrl parse(String url) throws Refusal {
        int authority = url.indexOf("://");
        int query = url.indexOf('?');
        if (authority < 0 || query < authority || url.indexOf('#') >= 0) {
            throw new Refusal("malformed", "not a URL with a query");
        }
        String rest = url.substring(authority + 3, query);
        int slash = rest.indexOf('/');
        return new PresignedUrl(
                url.substring(0, authority),
                slash < 0 ? rest : rest.substring(0, slash),
                slash < 0 ? "" : rest.substring(slash),
                parameters(url.substring(query + 1)));
    }

    private static Map<String, String> parameters(String query) throws Refusal {
        String[] pairs = query.split("&", MAX_PARAMETERS + 1);
        if (pairs.length > MAX_PARAMETERS) {
            throw new Refusal("malformed", "more than " + MAX_PARAMETERS + " parameters");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw new Refusal("duplicate_parameter", "a parameter occurs twice: " + name);
            }
        }
        return parameters;
    }

    /** Percent-decoding proper: {@code +} is a plus sign in a signed URL, not a space. */
    private static String decode(String text) throws Refusal {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        try {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '%') {
                    bytes.write(HexFormat.fromHexDigits(text, i + 1, i + 3));
                    i += 2;
                } else {
                    bytes.write(c);
                }
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException e) {
            throw new Refusal("malformed", "a percent-escape that is none");
        }
    }
}
