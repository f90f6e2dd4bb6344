package io.mskreach.lab.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskreach.lab.state.Events;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * One line for each request on the clients' listener. Kafka's own request log has every authenticated request; those
 * before authentication (ApiVersions, SaslHandshake) are named by the authenticator, and SaslAuthenticate by our
 * callback handler.
 */
public final class RequestRecorder {
    private static final String REQUEST_LOG = "kafka.request.logger";
    private static final String AUTHENTICATOR_LOG =
            "org.apache.kafka.common.security.authenticator.SaslServerAuthenticator";

    /** Kafka 3.9 writes {@code -ListenerName(IAM)-}, 4.1 {@code -IAM-}. */
    private static final Pattern NETWORK_THREAD =
            Pattern.compile("kafka-network-thread-([0-9]+)-(?:ListenerName\\(IAM\\)|IAM)-");

    private static final Pattern COMPLETED = Pattern.compile("^Completed request:\\s*(?=\\{)");
    private static final Pattern BEFORE_AUTHENTICATION = Pattern.compile("^Handling Kafka request ([A-Z_]+) during ");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Events events;

    private RequestRecorder(Events events) {
        this.events = events;
    }

    /** For the rest of the process. */
    public static void install(Events events) {
        RequestRecorder recorder = new RequestRecorder(events);
        LabLoggerFactory.INSTANCE.readDebug(REQUEST_LOG, recorder::completed);
        LabLoggerFactory.INSTANCE.readDebug(AUTHENTICATOR_LOG, recorder::beforeAuthentication);
    }

    private void completed(String message) {
        Matcher thread = NETWORK_THREAD.matcher(Thread.currentThread().getName());
        Matcher prefix = COMPLETED.matcher(message);
        if (!thread.find() || !prefix.find()) {
            return;
        }
        try {
            JsonNode header = JSON.readTree(message.substring(prefix.end())).path("requestHeader");
            events.request(
                    Integer.parseInt(thread.group(1)),
                    ApiKeys.forId(header.path("requestApiKey").asInt()).name,
                    header.path("requestApiVersion").asInt(),
                    header.path("clientId").textValue());
        } catch (IOException | IllegalArgumentException unreadable) {
            events.error("request log: " + unreadable.getClass().getSimpleName());
        }
    }

    private void beforeAuthentication(String message) {
        Matcher thread = NETWORK_THREAD.matcher(Thread.currentThread().getName());
        Matcher request = BEFORE_AUTHENTICATION.matcher(message);
        if (thread.find() && request.find()) {
            String api = ApiKeys.valueOf(request.group(1).toUpperCase(Locale.ROOT)).name;
            events.request(Integer.parseInt(thread.group(1)), api, null, null);
        }
    }
}
