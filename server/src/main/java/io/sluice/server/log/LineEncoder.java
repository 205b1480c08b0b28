package io.sluice.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.time.Instant;

/** Writes an event as a line. */
abstract class LineEncoder extends EncoderBase<ILoggingEvent> {
    /** What is written of a message, characters. */
    static final int MAX_MESSAGE_LENGTH = 2_000;
    /** What is written of where a failure came from, characters. */
    static final int MAX_TRACE_LENGTH = 8_000;

    private static final byte[] NOTHING = {};
    private static final int MAX_CAUSES = 16;
    private static final int MAX_FRAMES = 20;

    @Override
    public final byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public final byte[] footerBytes() {
        return NOTHING;
    }

    /** Returns when an event happened, as text, UTC. */
    static String time(ILoggingEvent event) {
        return Instant.ofEpochMilli(event.getTimeStamp()).toString();
    }

    static String message(ILoggingEvent event) {
        return capped(event.getFormattedMessage(), MAX_MESSAGE_LENGTH);
    }

    /** Returns the failure of an event and what caused it, with the first frames of each; empty if there is none. */
    static String trace(ILoggingEvent event) {
        StringBuilder trace = new StringBuilder();
        IThrowableProxy failure = event.getThrowableProxy();
        for (int i = 0; failure != null && i < MAX_CAUSES && trace.length() <= MAX_TRACE_LENGTH; i++) {
            trace.append(i == 0 ? "" : "; caused by ").append(failure.getClassName());
            if (failure.getMessage() != null) {
                trace.append(": ").append(failure.getMessage());
            }
            StackTraceElementProxy[] frames = failure.getStackTraceElementProxyArray();
            for (int frame = 0; frame < Math.min(frames.length, MAX_FRAMES); frame++) {
                trace.append("; ").append(frames[frame].getSTEAsString());
            }
            failure = failure.getCause();
        }
        return capped(trace.toString(), MAX_TRACE_LENGTH);
    }

    private static String capped(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return text.substring(0, end) + "... (" + (text.length() - end) + " more)";
    }
}
