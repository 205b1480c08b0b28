package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Values of answers as people read them. */
final class Text {
    /** What stands where there is no value. */
    static final String NOTHING = "-";

    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};

    private Text() {}

    /** Returns a payload or the like on one line, without anything that a terminal would take for an order. */
    static String shown(byte[] bytes) {
        return shown(new String(bytes, StandardCharsets.UTF_8));
    }

    /** Returns a text on one line, without anything that a terminal would take for an order. */
    static String shown(String text) {
        return text.codePoints().mapToObj(Text::shown).collect(Collectors.joining());
    }

    /** Returns a whole number. */
    static String count(JsonNode value) {
        return value.isNumber() ? count(value.asLong()) : NOTHING;
    }

    /** Returns a whole number. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns an instant that stands in microseconds. */
    static String instant(JsonNode micros) {
        return micros.isNumber()
                ? Instant.EPOCH.plus(micros.asLong(), ChronoUnit.MICROS).toString()
                : NOTHING;
    }

    /** Returns a duration that stands in milliseconds, in its two largest units; a negative one is nothing. */
    static String duration(JsonNode millis) {
        return millis.isNumber() && millis.asLong() >= 0 ? duration(Duration.ofMillis(millis.asLong())) : NOTHING;
    }

    /** Returns a number of bytes. */
    static String size(JsonNode bytes) {
        if (!bytes.isNumber()) {
            return NOTHING;
        }
        double value = bytes.asLong();
        int unit = 0;
        while (value >= 1_024 && unit < SIZES.length - 1) {
            value /= 1_024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, SIZES[unit]);
    }

    /** Returns a text, a number, or a list of such. */
    static String plain(JsonNode value) {
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(Text::plain)
                    .collect(Collectors.joining(" "));
        }
        return value.isNull() || value.isMissingNode() ? NOTHING : shown(value.asText());
    }

    private static String duration(Duration duration) {
        if (duration.toDays() > 0) {
            return duration.toDays() + "d " + duration.toHoursPart() + "h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + "h " + duration.toMinutesPart() + "m";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
        }
        if (duration.toSeconds() == 0) {
            return duration.toMillis() + "ms";
        }
        return duration.toMillisPart() == 0
                ? duration.toSeconds() + "s"
                : String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1e3);
    }

    private static String shown(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                escaped(character);
            default -> Character.toString(character);
        };
    }

    private static String escaped(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", character);
        };
    }
}
