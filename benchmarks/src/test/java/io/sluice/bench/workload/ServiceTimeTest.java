package io.sluice.bench.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTimeTest {
    private static final long MS = 1_000_000;
    private static final int COUNT = 100_000;

    @Test
    void shouldAlwaysTakeAsLong() {
        assertTrue(LongStream.of(draw("20ms")).allMatch(ns -> ns == 20 * MS));
    }

    @Test
    void shouldHaveTheMeanThatIsSaid() {
        assertEquals(20 * MS, LongStream.of(draw("exponential:20ms")).average().orElseThrow(), 0.3 * MS);
        assertEquals(20 * MS, LongStream.of(draw("uniform:10ms-30ms")).average().orElseThrow(), 0.1 * MS);
    }

    @Test
    void shouldHaveTheMedianAndTheDeviationThatAreSaid() {
        long[] drawn = LongStream.of(draw("lognormal:20ms/0.5")).sorted().toArray();

        // 84.13 % of a normal distribution stand below one deviation above the middle.
        assertEquals(20 * MS, drawn[COUNT / 2], 0.2 * MS);
        assertEquals(20 * MS * Math.exp(0.5), drawn[(int) (COUNT * 0.8413)], 0.5 * MS);
    }

    @Test
    void shouldStayWithinItsBounds() {
        assertTrue(LongStream.of(draw("uniform:10ms-30ms")).allMatch(ns -> ns >= 10 * MS && ns <= 30 * MS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "long",
                "uniform:10ms",
                "uniform:30ms-10ms",
                "lognormal:20ms",
                "lognormal:20ms/x",
                "lognormal:20ms/6",
                "exponential:",
                "gamma:3"
            })
    void shouldRefuseWhatIsNoServiceTime(String text) {
        assertThrows(IllegalArgumentException.class, () -> ServiceTime.read(text));
    }

    private static long[] draw(String text) {
        SplittableRandom random = new SplittableRandom(1);
        ServiceTime service = ServiceTime.read(text);
        return LongStream.generate(() -> service.drawNs(random)).limit(COUNT).toArray();
    }
}
