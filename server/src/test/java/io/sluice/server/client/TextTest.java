package io.sluice.server.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "999, 999ms",
        "1000, 1s",
        "4997, 5.0s",
        "60000, 1m 0s",
        "3599999, 59m 59s",
        "3600000, 1h 0m",
        "90000000, 1d 1h",
        "-1, -"
    })
    void shouldWriteDurations(long millis, String text) {
        assertEquals(text, Text.duration(LongNode.valueOf(millis)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1610612736, 1.5 GiB", "9223372036854775807, 8388608.0 TiB"})
    void shouldWriteSizes(long bytes, String text) {
        assertEquals(text, Text.size(LongNode.valueOf(bytes)));
    }

    @Test
    void shouldSayNowForWhatCanBeDoneAtOnce() {
        assertEquals("now", Text.until(LongNode.valueOf(0)));
        assertEquals("20ms", Text.until(LongNode.valueOf(20)));
    }

    @Test
    void shouldShowADashForWhatDoesNotApply() {
        assertEquals("-", Text.instant(NullNode.instance));
        assertEquals("-", Text.plain(NullNode.instance));
        assertEquals("-", Text.count(NullNode.instance));
    }

    @Test
    void shouldEscapeWhatMovesTheCursorOrHides() {
        assertEquals("a\\u001b[2J\\n\\t\\u202eb \u00e9\u4e16", Text.shown("a\u001b[2J\n\t\u202eb \u00e9\u4e16"));
    }
}
