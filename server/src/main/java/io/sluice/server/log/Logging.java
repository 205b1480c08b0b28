package io.sluice.server.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up, for the library that finds it as a service, and again when the command line has been read. Of what the
 * server's libraries say only warnings are written.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String OURS = "io.sluice";
    /** Libraries whose warnings are of what they find missing and can do without. */
    private static final List<String> TALKATIVE = List.of("net.openhft", "software.chronicle");

    private static final int MAX_WAITING_LINES = 1_024;

    /** Makes one; for the library. */
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        setUp(context, Level.INFO, new TextEncoder());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /**
     * Sets how much is written, and how.
     *
     * @param level the least that is written.
     * @param json whether lines are JSON objects.
     */
    public static void set(org.slf4j.event.Level level, boolean json) {
        LoggerContext context = context();
        context.reset();
        setUp(context, Level.convertAnSLF4JLevel(level), json ? new JsonEncoder() : new TextEncoder());
    }

    /** Has all lines written that wait to be, and takes no more. To be called before the process ends. */
    public static void end() {
        context().stop();
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }

    private static void setUp(LoggerContext context, Level level, LineEncoder encoder) {
        encoder.setContext(context);
        encoder.start();
        OutputStreamAppender<ILoggingEvent> lines = new OutputStreamAppender<>();
        lines.setContext(context);
        lines.setEncoder(encoder);
        lines.setOutputStream(new ErrorStream());
        lines.start();
        AsyncAppender waiting = new AsyncAppender();
        waiting.setContext(context);
        waiting.setQueueSize(MAX_WAITING_LINES);
        waiting.setNeverBlock(true);
        waiting.addAppender(lines);
        waiting.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
        root.addAppender(waiting);
        context.getLogger(OURS).setLevel(level);
        TALKATIVE.forEach(library -> context.getLogger(library).setLevel(Level.ERROR));
    }
}
