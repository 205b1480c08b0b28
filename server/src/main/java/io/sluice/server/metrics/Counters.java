package io.sluice.server.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Some numbers that one thread adds to and any thread may read. A reader sees each of them whole, and sooner or later as it is;
 * two that belong together may be a moment apart.
 */
final class Counters {
    private static final VarHandle NUMBER = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] numbers;

    /** Makes some, all 0. */
    Counters(int count) {
        numbers = new long[count];
    }

    /** Adds to one. The one thread. */
    void add(int index, long more) {
        NUMBER.setOpaque(numbers, index, numbers[index] + more);
    }

    /** Returns one. Any thread. */
    long get(int index) {
        return (long) NUMBER.getOpaque(numbers, index);
    }
}
