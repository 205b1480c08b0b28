package io.sluice.server.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LineEncoderTest {
    private static final Instant TIME = Instant.parse("2026-11-25T02:04:12.852Z");

    private final Logger logger = new LoggerContext().getLogger("io.sluice.server.Door");

    @Test
    void shouldWriteTimeLevelLoggerAndMessage() {
        assertEquals(
                "2026-11-25T02:04:12.852Z WARN Door: 3 of \u00e4 are gone\n",
                text("{} of {} are gone", null, 3, "\u00e4"));
    }

    @Test
    void shouldKeepALineWholeWhateverIsInIt() {
        String evil = "a\r\n2026 ERROR fake\u0000\u001b[31m\u0085\u2028\u202e\ud800\\n\t";

        String line = text("user '{}'", null, evil);

        assertEquals(
                "2026-11-25T02:04:12.852Z WARN Door: user 'a\\r\\n2026 ERROR fake\\u0000\\u001b[31m\\u0085\\u2028\\u202e"
                        + "\\ud800\\\\n\\t'\n",
                line);
    }

    @Test
    void shouldWriteAFailureIntoTheLine() {
        Exception failure = new IllegalStateException("the\nouter", new IOException("inner"));

        String line = text("failed", failure);

        assertTrue(
                line.startsWith(
                        "2026-11-25T02:04:12.852Z WARN Door: failed: java.lang.IllegalStateException: the\\nouter; at "),
                line);
        assertTrue(line.contains("; caused by java.io.IOException: inner; at "), line);
        assertEquals(line.length() - 1, line.indexOf('\n'));
    }

    @Test
    void shouldWriteNoMoreThanSoMuchOfAMessageAndOfAFailure() {
        Exception failure = new IllegalStateException("y".repeat(LineEncoder.MAX_TRACE_LENGTH));

        String line = text("x".repeat(LineEncoder.MAX_MESSAGE_LENGTH + 1), failure);

        assertTrue(line.contains("x".repeat(LineEncoder.MAX_MESSAGE_LENGTH) + "... (1 more): java"), line);
        assertFalse(line.contains("y".repeat(LineEncoder.MAX_TRACE_LENGTH)));
        assertTrue(line.endsWith(" more)\n"));
    }

    @Test
    void shouldWriteAMessageOfJustTheLongestLengthWhole() {
        String message = "x".repeat(LineEncoder.MAX_MESSAGE_LENGTH);

        assertTrue(text(message, null).endsWith(message + "\n"));
    }

    @Test
    void shouldWriteJson() throws JsonProcessingException {
        String evil = "a\n\u2028\u00e4\"";

        String line = encoded(new JsonEncoder(), "user '{}'", new IOException("no"), evil);

        JsonNode object = new ObjectMapper().readTree(line);
        assertEquals(line.length() - 1, line.indexOf('\n'));
        assertTrue(line.chars().allMatch(c -> c < 128), line);
        assertEquals("2026-11-25T02:04:12.852Z", object.get("time").asText());
        assertEquals("WARN", object.get("level").asText());
        assertEquals("io.sluice.server.Door", object.get("logger").asText());
        assertEquals("user '" + evil + "'", object.get("message").asText());
        assertTrue(object.get("exception").asText().startsWith("java.io.IOException: no; at "), line);
    }

    private String text(String message, Throwable failure, Object... arguments) {
        return encoded(new TextEncoder(), message, failure, arguments);
    }

    private String encoded(LineEncoder encoder, String message, Throwable failure, Object... arguments) {
        LoggingEvent event =
                new LoggingEvent(LineEncoderTest.class.getName(), logger, Level.WARN, message, failure, arguments);
        event.setInstant(TIME);
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }
}
