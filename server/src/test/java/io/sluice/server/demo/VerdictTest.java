package io.sluice.server.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Rate;
import io.sluice.server.demo.RunLog.Start;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Plants what can go wrong and sees that it is counted. */
final class VerdictTest {
    private static final long WINDOW_NS = 100;

    @Test
    void shouldFindNothingWrongWhenEachTaskRanOnce() {
        List<String> tasks = List.of("a", "b", "c");

        Verdict verdict = Verdict.of(tasks, starts(0, "a", "b", "c"), tasks, List.of(), WINDOW_NS);

        assertEquals(new Verdict(3, 3, 0, 0, 0, 3, 3, 3), verdict);
        assertTrue(verdict.isClean(load(3, 3)));
    }

    @Test
    void shouldCountTaskAsLostWhenItNeverStartedAndDoesNotWait() {
        Verdict verdict = Verdict.of(List.of("a", "b"), starts(0, "a"), List.of("a"), List.of(), WINDOW_NS);

        assertEquals(1, verdict.lost());
        assertEquals(0, verdict.left());
        assertFalse(verdict.isClean(load(2, 3)));
    }

    @Test
    void shouldNotCountTaskAsLostWhenItStillWaits() {
        Verdict verdict =
                Verdict.of(List.of("a", "b", "c"), starts(0, "a"), List.of("a"), List.of("a", "b"), WINDOW_NS);

        assertEquals(1, verdict.lost());
        assertEquals(1, verdict.left());
        assertFalse(verdict.isClean(load(3, 3)));
    }

    @Test
    void shouldCountTaskOnceWhenItWasDoneTwiceOrThrice() {
        List<String> runs = List.of("a", "b", "b", "c", "c", "c");

        Verdict verdict =
                Verdict.of(List.of("a", "b", "c"), starts(0, runs.toArray(String[]::new)), runs, List.of(), WINDOW_NS);

        assertEquals(2, verdict.doneTwice());
        assertEquals(3, verdict.done());
        assertEquals(6, verdict.starts());
        assertFalse(verdict.isClean(load(3, 10)));
    }

    @Test
    void shouldNotBeCleanWhenTaskStartedTwiceButWasDoneOnce() {
        Verdict verdict = Verdict.of(List.of("a"), starts(0, "a", "a"), List.of("a"), List.of(), WINDOW_NS);

        assertEquals(0, verdict.doneTwice());
        assertFalse(verdict.isClean(load(1, 10)));
    }

    @Test
    void shouldNotBeCleanWhenTaskStartedButWasNotDone() {
        Verdict verdict = Verdict.of(List.of("a"), starts(0, "a"), List.of(), List.of(), WINDOW_NS);

        assertEquals(0, verdict.lost());
        assertFalse(verdict.isClean(load(1, 10)));
    }

    @Test
    void shouldNotBeCleanWhenQueueRefusedTask() {
        Verdict verdict = Verdict.of(List.of("a"), starts(0, "a"), List.of("a"), List.of(), WINDOW_NS);

        assertTrue(verdict.isClean(load(1, 1)));
        assertFalse(verdict.isClean(load(2, 1)));
    }

    @Test
    void shouldNotCountStartThatIsWholeWindowLater() {
        assertEquals(1, mostStarts(0, 100, 200));
    }

    @Test
    void shouldCountStartThatIsJustInsideWindow() {
        assertEquals(2, mostStarts(0, 99, 199));
    }

    @Test
    void shouldFindFullestWindowAcrossRoundInstants() {
        assertEquals(4, mostStarts(0, 90, 95, 101, 110, 300));
    }

    @Test
    void shouldSortStartsAndTakeNegativeInstants() {
        assertEquals(3, mostStarts(30, -60, -5, 40));
    }

    @Test
    void shouldCountStartOnlyWhereItsWholeSpanLiesInWindow() {
        assertEquals(2, mostSpans(0, 40, 10, 99));
        assertEquals(1, mostSpans(0, 40, 10, 100));
    }

    @Test
    void shouldLeaveOutStartsThatWereWaitedForAsLongAsWindow() {
        assertEquals(2, mostSpans(0, 150, 60, 70, 80, 155, 90, 190));
    }

    @Test
    void shouldFindFullestWindowOfSpansThatCross() {
        assertEquals(3, mostSpans(0, 90, 5, 20, 10, 104, 30, 60, 101, 190));
    }

    @Property
    void shouldAgreeWithTryingEveryWindow(@ForAll @Size(max = 30) List<@IntRange(max = 400_000) Integer> numbers) {
        long[] ends = numbers.stream()
                .flatMapToLong(number -> LongStream.of(number / 1_000, number / 1_000 + number % 130))
                .toArray();

        assertEquals(mostByTrying(ends), mostSpans(ends));
    }

    @Test
    void shouldCountNoStartsWhenThereWereNone() {
        assertEquals(0, mostStarts());
    }

    @Test
    void shouldJudgeBothClocksOfStart() {
        List<Start> starts =
                List.of(new Start("a", 0, 0, 0), new Start("b", 50, 50, 100), new Start("c", 150, 150, 101));
        List<String> tasks = List.of("a", "b", "c");

        Verdict verdict = Verdict.of(tasks, starts, tasks, List.of(), WINDOW_NS);

        assertEquals(2, verdict.mostStartsSeen());
        assertEquals(2, verdict.mostStartsTold());
        assertTrue(verdict.isClean(load(3, 2)));
        assertFalse(verdict.isClean(load(3, 1)));
    }

    private static Load load(int tasks, int limit) {
        return new Load(tasks, 1, new Rate(limit, WINDOW_NS * 1_000), 0, 0);
    }

    private static List<Start> starts(long atNs, String... tasks) {
        return List.of(tasks).stream()
                .map(task -> new Start(task, atNs, atNs, atNs))
                .toList();
    }

    private static long mostByTrying(long[] ends) {
        return LongStream.range(-WINDOW_NS, 600)
                .map(begin -> IntStream.range(0, ends.length / 2)
                        .filter(i -> ends[2 * i] >= begin && ends[2 * i + 1] < begin + WINDOW_NS)
                        .count())
                .max()
                .orElse(0);
    }

    /** Counts for spans that are given by where each begins and ends. */
    private static int mostSpans(long... ends) {
        List<Start> starts = IntStream.range(0, ends.length / 2)
                .mapToObj(i -> new Start("t", ends[2 * i], ends[2 * i + 1], 0))
                .toList();
        return Verdict.of(List.of(), starts, List.of(), List.of(), WINDOW_NS).mostStartsSeen();
    }

    private static int mostStarts(long... instants) {
        List<Start> starts = LongStream.of(instants)
                .mapToObj(at -> new Start("t", at, at, 0))
                .toList();
        return Verdict.of(List.of(), starts, List.of(), List.of(), WINDOW_NS).mostStartsSeen();
    }
}
