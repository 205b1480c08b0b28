package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberIndexTest {
    private static final int MANY = 100_000;

    @Property(tries = 100)
    void shouldFindWhatWasAddedAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Integer> known = new HashMap<>();
        int spread = 1 << 1 + random.nextInt(20);
        long from = random.nextInt(3) * (1L << 32) + 1;
        try (NumberIndex index = new NumberIndex()) {
            for (int slot = 0; slot < 5_000; slot++) {
                long number = from + random.nextInt(spread);
                assertEquals(known.getOrDefault(number, Tasks.NIL), index.find(number), "number " + number);
                if (known.remove(number) == null) {
                    known.put(number, slot);
                    index.add(number, slot);
                } else {
                    index.remove(number);
                }
            }

            known.forEach((number, slot) -> assertEquals(slot, index.find(number), "number " + number));
            known.keySet().forEach(index::remove);
            known.keySet().forEach(number -> assertEquals(Tasks.NIL, index.find(number)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {1, 2, 7, 13, 14, 15, 16, 1_000, 1_024, 14 * 1_024, 1 << 20, 1L << 32, 14L << 32, (1L << 32) + 14})
    void shouldProbeLittleWhateverTheStride(long stride) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 1; i <= MANY; i++) {
            numbers.add(i * stride);
        }

        try (NumberIndex index = new NumberIndex()) {
            numbers.forEach(number -> index.add(number, 1));

            assertProbesLittle(index, numbers);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 14, 16, 1_000})
    void shouldProbeLittleWhenOnlyEveryNthIsLeft(int nth) {
        List<Long> left = new ArrayList<>();
        try (NumberIndex index = new NumberIndex()) {
            for (long number = 1; number <= 20 * MANY; number++) {
                index.add(number, 1);
            }

            for (long number = 1; number <= 20 * MANY; number++) {
                if (number % nth == 0) {
                    left.add(number);
                } else {
                    index.remove(number);
                }
            }

            assertProbesLittle(index, left);
        }
    }

    @Test
    void shouldTakeLessThanTenBytesForEachOfManyConsecutiveNumbers() {
        try (NumberIndex index = new NumberIndex()) {
            for (int number = 1; number <= 10 * MANY; number++) {
                index.add(number, number);
                if (number >= MANY && number % MANY == 0) {
                    assertTrue(index.bytes() < 10L * number, index.bytes() + " bytes for " + number);
                }
            }
        }
    }

    private static void assertProbesLittle(NumberIndex index, List<Long> numbers) {
        long sum = 0;
        int most = 0;
        for (long number : numbers) {
            int probes = index.probes(number);
            sum += probes;
            most = Math.max(most, probes);
        }

        assertTrue(sum < 3L * numbers.size(), sum + " probes for " + numbers.size());
        assertTrue(most < 150, most + " probes for one");
    }
}
