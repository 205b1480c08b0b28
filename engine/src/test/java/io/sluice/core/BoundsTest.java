package io.sluice.core;

import static io.sluice.core.StateMachineModelTest.bytes;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BoundsTest {
    private record Range(String what, long min, long max, LongConsumer set) {}

    @TestFactory
    Stream<DynamicTest> shouldTakeEachRangeUpToItsEndsAndNoFurther() {
        Submission submission = new Submission();
        Claim claim = new Claim();
        long longest = Bounds.MAX_DURATION_NS;
        return Stream.of(
                        new Range("PRIORITY", 0, 9, submission::priority),
                        new Range("ATTEMPTS", 1, 65_535, submission::attempts),
                        new Range("DELAY", 0, longest, submission::delayNs),
                        new Range("AT", 0, Long.MAX_VALUE - 1, submission::dueNs),
                        new Range("LEASE", 1_000_000, longest, submission::leaseNs),
                        new Range("KEEP", 0, longest, submission::keepNs),
                        new Range("COUNT", 1, 1_024, claim::count),
                        new Range("WAIT", 0, longest, claim::waitNs),
                        new Range("claim's LEASE", 1_000_000, longest, claim::leaseNs),
                        new Range("failure's DELAY", 0, longest, new Failure()::delayNs),
                        new Range("rate's starts", 1, 10_000_000, n -> new Rate((int) n, 1_000)),
                        new Range("rate's window", 1_000, longest, n -> new Rate(1, n / 1_000 * 1_000)),
                        new Range("limits", 0, 64, n -> limits((int) n)))
                .map(range -> DynamicTest.dynamicTest(range.what, () -> check(range)));
    }

    private static void check(Range range) {
        assertDoesNotThrow(() -> range.set.accept(range.min));
        assertDoesNotThrow(() -> range.set.accept(range.max));
        assertThrows(IllegalArgumentException.class, () -> range.set.accept(range.min - 1));
        if (range.max < Long.MAX_VALUE - 1) {
            long step = range.what.equals("rate's window") ? 1_000 : 1;
            assertThrows(IllegalArgumentException.class, () -> range.set.accept(range.max + step));
        }
    }

    private static void limits(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("no such list");
        }
        new QueueChange().limits(Collections.nCopies(count, new Rate(1, 1_000)));
    }

    @Test
    void shouldRefuseARateOfPartsOfAMicrosecond() {
        assertThrows(IllegalArgumentException.class, () -> new Rate(1, 1_001));
    }

    @Test
    void shouldTakeNoMoreQueuesInAClaimThanItHolds() {
        Claim claim = new Claim();
        for (int i = 0; i < Bounds.MAX_CLAIM_QUEUES; i++) {
            claim.queue(bytes("q"), 0, 1);
        }

        assertThrows(IllegalArgumentException.class, () -> claim.queue(bytes("q"), 0, 1));
    }

    @Test
    void shouldTakeGoodNamesAndRefuseOthers() {
        for (String good : List.of("a", "A-Z.z_0:9/@", "x".repeat(128))) {
            assertDoesNotThrow(() -> Names.requireName(bytes(good)), good);
        }
        for (String bad : List.of("", "a b", "ä", "a\n", "a,b", "x".repeat(129))) {
            assertThrows(IllegalArgumentException.class, () -> Names.requireName(bytes(bad)), bad);
        }
    }

    @Test
    void shouldTakeGoodIdsAndRefuseOthers() {
        for (String good : List.of("a", "order,17", "ä", "a@b", "x".repeat(128))) {
            assertDoesNotThrow(() -> Names.requireId(bytes(good)), good);
        }
        for (String bad : List.of("", "@17", "a b", "a\u007f", "a\t", "x".repeat(129))) {
            assertThrows(IllegalArgumentException.class, () -> Names.requireId(bytes(bad)), bad);
        }
    }

    @Test
    void shouldDoubleBackoffUpToItsMaximum() {
        QueueSettings settings = new QueueChange()
                .limits(List.of())
                .leaseNs(1_000_000)
                .attempts(5)
                .backoffNs(100)
                .maxBackoffNs(550)
                .keepNs(0)
                .applyTo(QueueSettings.DEFAULTS);

        List<Long> delays =
                Stream.of(1, 2, 3, 4, 5, 65_535).map(settings::backoffNs).toList();

        assertEquals(List.of(100L, 200L, 400L, 550L, 550L, 550L), delays);
    }
}
