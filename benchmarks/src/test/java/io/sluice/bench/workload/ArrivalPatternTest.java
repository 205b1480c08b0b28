package io.sluice.bench.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalPatternTest {
    private static final long SECOND = 1_000_000_000;
    private static final long HOUR = 3_600 * SECOND;

    @Test
    void shouldArriveEvenly() {
        long[] expected = {0, SECOND / 3, SECOND * 2 / 3, SECOND, SECOND + SECOND / 3};

        assertArrayEquals(expected, first(5, "constant:3/1s"));
    }

    @Test
    void shouldArriveAtOnceAgainAndAgain() {
        assertArrayEquals(new long[] {0, 0, 10 * SECOND, 10 * SECOND, 20 * SECOND}, first(5, "bursts:2/10s"));
    }

    /** Counts of a Poisson process in intervals have a variance that is their mean. */
    @Test
    void shouldArriveByChance() {
        int[] counts = new int[9_000];
        for (long atNs : first(100_000, "poisson:10/1s")) {
            if (atNs / SECOND < counts.length) {
                counts[(int) (atNs / SECOND)]++;
            }
        }

        double mean = Arrays.stream(counts).average().orElseThrow();
        double variance = Arrays.stream(counts)
                .mapToDouble(count -> (count - mean) * (count - mean))
                .average()
                .orElseThrow();
        assertEquals(10, mean, 0.2);
        assertEquals(10, variance, 0.6);
    }

    @Test
    void shouldBeQuietAtFourAndBusyTwelveHoursLater() {
        Arrivals arrivals = ArrivalPattern.read("day:240000/1d")
                .begin(new SplittableRandom(1))
                .until(24 * HOUR);
        int[] hours = new int[24];
        for (long atNs = arrivals.nextNs(); atNs != Arrivals.NEVER; atNs = arrivals.nextNs()) {
            hours[(int) (atNs / HOUR)]++;
        }

        assertEquals(240_000, Arrays.stream(hours).sum(), 2_000);
        assertTrue(hours[3] + hours[4] < 1_000, () -> hours[3] + " and " + hours[4]);
        assertEquals(40_000, hours[15] + hours[16], 1_500);
    }

    @Test
    void shouldArriveAsRecorded(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("arrivals"), "0\n1s\n1s\n2500ms\n");

        long[] expected = {0, SECOND, SECOND, 5 * SECOND / 2, Arrivals.NEVER};
        assertArrayEquals(expected, first(5, "file:" + file));
    }

    @Test
    void shouldSayWhichRecordedLineIsWrong(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("arrivals"), "1s\n0\n");

        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> ArrivalPattern.read("file:" + file));

        assertTrue(wrong.getMessage().endsWith("line 2: earlier than the line before"), wrong.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "often", "poisson", "poisson:", "poisson:0/1s", "poisson:3", "sometimes:3/1s"})
    void shouldRefuseWhatIsNoPattern(String text) {
        assertThrows(IllegalArgumentException.class, () -> ArrivalPattern.read(text));
    }

    private static long[] first(int count, String pattern) {
        Arrivals arrivals = ArrivalPattern.read(pattern).begin(new SplittableRandom(1));
        return LongStream.generate(arrivals::nextNs).limit(count).toArray();
    }
}
