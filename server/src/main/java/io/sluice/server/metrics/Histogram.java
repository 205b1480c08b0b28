package io.sluice.server.metrics;

/**
 * How often values fell into each of some ranges, and their sum. One thread records, any thread may read; what is read may lack
 * the last moment's values.
 */
final class Histogram {
    private final long[] bounds;
    private final Counters counts;

    /**
     * Makes an empty one.
     *
     * @param bounds the largest value of each range but the last, ascending; kept, not copied.
     */
    Histogram(long[] bounds) {
        this.bounds = bounds;
        // One more for what is above all bounds, and one for the sum.
        counts = new Counters(bounds.length + 2);
    }

    /** Records a value. The one thread. */
    void record(long value) {
        int range = 0;
        while (range < bounds.length && value > bounds[range]) {
            range++;
        }
        counts.add(range, 1);
        counts.add(bounds.length + 1, value);
    }

    /** Returns the largest value of each range but the last, which has none. */
    long[] bounds() {
        return bounds;
    }

    /** Returns how many values fell into each range. */
    long[] counts() {
        long[] copy = new long[bounds.length + 1];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = counts.get(i);
        }
        return copy;
    }

    /** Returns how many values there were. */
    long count() {
        long all = 0;
        for (int i = 0; i <= bounds.length; i++) {
            all += counts.get(i);
        }
        return all;
    }

    /** Returns the sum of all values. */
    long sum() {
        return counts.get(bounds.length + 1);
    }
}
