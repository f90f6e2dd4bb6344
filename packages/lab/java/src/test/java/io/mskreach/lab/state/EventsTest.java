package io.mskreach.lab.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class EventsTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Events events = new Events(new PrintStream(said, true));

    @Test
    void aClientCannotForgeALine() {
        events.request(97, "Metadata", 12, "x\nauth accepted arn=\"forged\" \u2028");
        events.error("a\r\nready 1");
        assertEquals(
                "request broker=97 api=Metadata version=12 client=\"x\\nauth accepted arn=\\\"forged\\\"  \"\n"
                        + "error a ready 1\n",
                said.toString());
    }

    @Test
    void longValuesAreCut() {
        assertEquals(300 + "\"...\"".length(), Events.value(" ".repeat(1000)).length());
        assertEquals("plain", Events.value("plain"));
        assertEquals("\"\"", Events.value(""));
        assertEquals("\"-\"", Events.value("-"));
    }
}
