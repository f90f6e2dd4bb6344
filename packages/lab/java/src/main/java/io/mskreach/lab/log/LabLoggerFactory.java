package io.mskreach.lab.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** Makes loggers, and connects a reader to the messages of a single one. Found by SLF4J, hence a single instance. */
public final class LabLoggerFactory implements ILoggerFactory {
    public static final LabLoggerFactory INSTANCE = new LabLoggerFactory();

    private final Map<String, LabLogger> loggers = new ConcurrentHashMap<>();

    private LabLoggerFactory() {}

    @Override
    public Logger getLogger(String name) {
        return logger(name);
    }

    /** From now on that logger's debug messages exist, and go to the reader alone. */
    public void readDebug(String name, Consumer<String> reader) {
        logger(name).readDebug(reader);
    }

    private LabLogger logger(String name) {
        return loggers.computeIfAbsent(name, LabLogger::new);
    }
}
