package io.sluice.bench.simulate;

import java.util.Arrays;

/** How long the tasks of each group have waited for their first start. */
final class GroupWaits {
    private int[] counts = new int[64];
    private double[] sumsUs = new double[64];
    private int reached;

    /** Counts a wait of a group. */
    void add(int group, long waitedUs) {
        if (group >= counts.length) {
            int capacity = Math.max(group + 1, counts.length + counts.length / 2);
            counts = Arrays.copyOf(counts, capacity);
            sumsUs = Arrays.copyOf(sumsUs, capacity);
        }
        counts[group]++;
        sumsUs[group] += waitedUs;
        reached = Math.max(reached, group + 1);
    }

    /** Returns the mean wait of each group that had a start, microseconds, ascending. */
    double[] meansUs() {
        double[] means = new double[reached];
        int count = 0;
        for (int i = 0; i < reached; i++) {
            if (counts[i] > 0) {
                means[count++] = sumsUs[i] / counts[i];
            }
        }
        double[] sorted = Arrays.copyOf(means, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
