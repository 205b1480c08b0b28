package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Rate;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1500, 1500000000",
        "250us, 250000",
        "40ms, 40000000",
        "30s, 30000000000",
        "5m, 300000000000",
        "2h, 7200000000000",
        "1d, 86400000000000",
        "9223372036854775807, 9223372036854775807",
        "99999999999999999999d, 9223372036854775807"
    })
    void shouldReadDurations(String text, long ns) {
        assertEquals(ns, Values.durationNs(buffer(text), 0, text.length(), "it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1", "-1s", "1.5s", "1 s", "1S", "1ns", "1min", "1us2", "0x10", "+1"})
    void shouldRefuseWhatIsNoDuration(String text) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> Values.durationNs(buffer(text), 0, text.length(), "DELAY"));

        assertTrue(refused.getMessage().startsWith("DELAY must be a duration"), refused.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-7, -7",
        "007, 7",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "-99999999999999999999, -9223372036854775807"
    })
    void shouldReadWholeNumbers(String text, long value) {
        assertEquals(value, Values.integer(buffer(text), 0, text.length(), "it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "--1", "1-", "a", "1a", "+1", " 1", "1.0"})
    void shouldRefuseWhatIsNoWholeNumber(String text) {
        assertThrows(IllegalArgumentException.class, () -> Values.integer(buffer(text), 0, text.length(), "it"));
    }

    @ParameterizedTest
    @CsvSource({
        "250/60s, 250, 60000000000, 250/60s",
        "250/60000, 250, 60000000000, 250/60s",
        "10/1m, 10, 60000000000, 10/60s",
        "1/1500ms, 1, 1500000000, 1/1500ms",
        "10000000/250us, 10000000, 250000, 10000000/250us"
    })
    void shouldReadAndTellRates(String text, int starts, long windowNs, String told) {
        Rate rate = Values.rate(buffer(text), 0, text.length(), "LIMIT");

        assertEquals(new Rate(starts, windowNs), rate);
        assertEquals(told, Values.text(rate));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "1", "1/", "/1s", "0/1s", "-1/1s", "1/0", "1/x", "1//1s", "1/1s/1s", "99999999999/1s"})
    void shouldRefuseWhatIsNoRate(String text) {
        assertThrows(IllegalArgumentException.class, () -> Values.rate(buffer(text), 0, text.length(), "LIMIT"));
    }

    @Test
    void shouldReadInstantsAndLetTheirRangeBeChecked() {
        assertEquals(1_500_000_000L, Values.instantNs(buffer("1500"), 0, 4, "AT"));
        assertEquals(Long.MAX_VALUE, Values.instantNs(buffer("9223372036854775807"), 0, 19, "AT"));
        assertEquals(-1, Values.instantNs(buffer("-5"), 0, 2, "AT"));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1000000, 1", "1000001, 2", "-1, -1"})
    void shouldRoundWaitsUp(long ns, long ms) {
        assertEquals(ms, Values.millisUp(ns));
    }

    @Test
    void shouldShowWhatAClientSentWithoutControlCharacters() {
        String sent = "a\r\n\u0007'\\" + "x".repeat(100);

        String shown = Values.quoted(buffer(sent), 0, sent.length());

        assertTrue(shown.startsWith("'a\\x0d\\x0a\\x07\\x27\\x5cx"), shown);
        assertTrue(shown.endsWith("x...'"), shown);
    }

    private static UnsafeBuffer buffer(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
