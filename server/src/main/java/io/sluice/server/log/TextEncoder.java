package io.sluice.server.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/**
 * Writes lines for people: time, level, logger, message.
 *
 * <p>What would break a line, or make a terminal show something else than what is there, is written as {@code \n}, {@code \t} or
 * {@code \}{@code u202e}; a backslash as two.
 */
final class TextEncoder extends LineEncoder {
    private static final char NAME_SEPARATOR = '.';

    TextEncoder() {}

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(time(event));
        String logger = event.getLoggerName();
        line.append(' ').append(event.getLevel()).append(' ');
        line.append(logger, logger.lastIndexOf(NAME_SEPARATOR) + 1, logger.length())
                .append(": ");
        escape(message(event), line);
        String trace = trace(event);
        if (!trace.isEmpty()) {
            line.append(": ");
            escape(trace, line);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void escape(String text, StringBuilder line) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '\\' -> line.append("\\\\");
                default -> {
                    if (isShown(c)) {
                        line.appendCodePoint(c);
                    } else {
                        line.append(String.format("\\u%04x", c));
                    }
                }
            }
        });
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
