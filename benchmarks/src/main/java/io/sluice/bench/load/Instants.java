package io.sluice.bench.load;

import java.util.Arrays;

/**
 * Instants, kept in their order though they are told only nearly so, and the most of them in any window, known at each moment
 * without counting all again. Not for several threads at once.
 */
final class Instants {
    private final long window;
    private long[] all = new long[1_024];
    private int size;
    private int counted;
    private int first;
    private int most;

    /**
     * Begins without any.
     *
     * @param window the length of a window, in the unit of the instants; it ends just before the instant that far from its
     *     beginning.
     */
    Instants(long window) {
        this.window = window;
    }

    void add(long at) {
        if (size == all.length) {
            all = Arrays.copyOf(all, size + size / 2);
        }
        int index = size++;
        for (; index > 0 && all[index - 1] > at; index--) {
            all[index] = all[index - 1];
        }
        all[index] = at;
        counted = Math.min(counted, index);
    }

    /** Returns the most in any window. */
    int most() {
        for (; counted < size; counted++) {
            while (first > 0 && all[counted] - all[first - 1] < window) {
                first--;
            }
            while (all[counted] - all[first] >= window) {
                first++;
            }
            most = Math.max(most, counted - first + 1);
        }
        return most;
    }

    /** Returns how many there are in the window that ends with an instant. */
    int until(long end) {
        int count = 0;
        for (int i = size - 1; i >= 0 && end - all[i] < window; i--) {
            count += all[i] <= end ? 1 : 0;
        }
        return count;
    }

    int size() {
        return size;
    }

    /** Returns the one at a place in their order, from 0. */
    long get(int index) {
        return all[index];
    }
}
