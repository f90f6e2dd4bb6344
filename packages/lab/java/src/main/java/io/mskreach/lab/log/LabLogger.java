package io.mskreach.lab.log;

import java.io.PrintStream;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.helpers.FormattingTuple;
import org.slf4j.helpers.MarkerIgnoringBase;
import org.slf4j.helpers.MessageFormatter;

/** Warnings and errors to stderr; debug messages only to a reader, if there is one. The rest is SLF4J's breadth. */
final class LabLogger extends MarkerIgnoringBase {
    private static final long serialVersionUID = 1L;

    /** Several nodes in one JVM share the names of their JMX beans; each clash would be a stack trace. */
    private static final Set<String> IRRELEVANT = Set.of("com.yammer.metrics.reporting.JmxReporter");

    private transient volatile Consumer<String> debugReader;

    LabLogger(String name) {
        this.name = name;
    }

    void readDebug(Consumer<String> reader) {
        debugReader = reader;
    }

    private void toReader(FormattingTuple message) {
        Consumer<String> reader = debugReader;
        if (reader != null) {
            reader.accept(message.getMessage());
        }
    }

    private void toStderr(String level, FormattingTuple message) {
        if (IRRELEVANT.contains(name)) {
            return;
        }
        PrintStream err = System.err;
        synchronized (err) {
            err.println(level + " [" + Thread.currentThread().getName() + "] " + name + ": " + message.getMessage());
            if (message.getThrowable() != null) {
                message.getThrowable().printStackTrace(err);
            }
        }
    }

    @Override
    public boolean isDebugEnabled() {
        return debugReader != null;
    }

    @Override
    public void debug(String message) {
        toReader(new FormattingTuple(message));
    }

    @Override
    public void debug(String format, Object argument) {
        if (isDebugEnabled()) {
            toReader(MessageFormatter.format(format, argument));
        }
    }

    @Override
    public void debug(String format, Object first, Object second) {
        if (isDebugEnabled()) {
            toReader(MessageFormatter.format(format, first, second));
        }
    }

    @Override
    public void debug(String format, Object... arguments) {
        if (isDebugEnabled()) {
            toReader(MessageFormatter.arrayFormat(format, arguments));
        }
    }

    @Override
    public void debug(String message, Throwable cause) {
        toReader(new FormattingTuple(message));
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(String message) {
        toStderr("WARN", new FormattingTuple(message));
    }

    @Override
    public void warn(String format, Object argument) {
        toStderr("WARN", MessageFormatter.format(format, argument));
    }

    @Override
    public void warn(String format, Object first, Object second) {
        toStderr("WARN", MessageFormatter.format(format, first, second));
    }

    @Override
    public void warn(String format, Object... arguments) {
        toStderr("WARN", MessageFormatter.arrayFormat(format, arguments));
    }

    @Override
    public void warn(String message, Throwable cause) {
        toStderr("WARN", new FormattingTuple(message, null, cause));
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(String message) {
        toStderr("ERROR", new FormattingTuple(message));
    }

    @Override
    public void error(String format, Object argument) {
        toStderr("ERROR", MessageFormatter.format(format, argument));
    }

    @Override
    public void error(String format, Object first, Object second) {
        toStderr("ERROR", MessageFormatter.format(format, first, second));
    }

    @Override
    public void error(String format, Object... arguments) {
        toStderr("ERROR", MessageFormatter.arrayFormat(format, arguments));
    }

    @Override
    public void error(String message, Throwable cause) {
        toStderr("ERROR", new FormattingTuple(message, null, cause));
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(String message) {}

    @Override
    public void info(String format, Object argument) {}

    @Override
    public void info(String format, Object first, Object second) {}

    @Override
    public void info(String format, Object... arguments) {}

    @Override
    public void info(String message, Throwable cause) {}

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(String message) {}

    @Override
    public void trace(String format, Object argument) {}

    @Override
    public void trace(String format, Object first, Object second) {}

    @Override
    public void trace(String format, Object... arguments) {}

    @Override
    public void trace(String message, Throwable cause) {}
}
