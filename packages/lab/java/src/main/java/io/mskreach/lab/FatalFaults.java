package io.mskreach.lab;

import io.mskreach.lab.state.Events;
import java.util.function.IntConsumer;
import org.apache.kafka.common.utils.Exit;

/** Kafka's way out of the process. A class of its own, so that only this fails to link where Kafka has moved it. */
final class FatalFaults {
    private FatalFaults() {}

    static void report(Events events, IntConsumer end) {
        Exit.Procedure procedure = (code, message) -> {
            events.error("kafka ended with status " + code + (message == null ? "" : ": " + message));
            end.accept(code);
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
    }
}
