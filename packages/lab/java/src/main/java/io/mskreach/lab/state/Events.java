package io.mskreach.lab.state;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.PrintStream;
import java.util.regex.Pattern;

/**
 * The lines of the stdout protocol (see README.md). One line each, flushed; values are bare words where they can be
 * and JSON strings otherwise, so that a client's text can never forge a line. No secret is ever handed to it.
 */
public final class Events {
    private static final int MAX_VALUE = 300;

    /** A dash alone stands for "not known". */
    private static final Pattern BARE = Pattern.compile("(?!-$)[A-Za-z0-9_.:/@*+,-]+");

    private final PrintStream out;

    public Events(PrintStream out) {
        this.out = out;
    }

    public synchronized void line(String text) {
        out.println(text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " "));
        out.flush();
    }

    public void error(String what) {
        line("error " + what);
    }

    public void accepted(String arn, int broker, long sessionMs) {
        line("auth accepted arn=" + value(arn) + " broker=" + broker + " session_ms=" + sessionMs);
    }

    public void refused(String reason, String detail, int broker, String reference) {
        line("auth refused reason=" + reason + " detail=" + value(detail) + " broker=" + broker + " ref=" + reference);
    }

    public void denied(String principal, String action, String resource) {
        line("authorize denied principal=" + value(principal) + " action=" + action + " resource=" + value(resource));
    }

    /** {@code version} and {@code client} are null where Kafka does not tell: a request before authentication. */
    public void request(int broker, String api, Integer version, String client) {
        line("request broker=" + broker + " api=" + api + " version=" + (version == null ? "-" : version) + " client="
                + (client == null ? "-" : value(client)));
    }

    static String value(String text) {
        String bounded = text.length() > MAX_VALUE ? text.substring(0, MAX_VALUE) + "..." : text;
        if (BARE.matcher(bounded).matches()) {
            return bounded;
        }
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(bounded)) + '"';
    }
}
