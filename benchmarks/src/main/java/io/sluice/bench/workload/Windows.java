package io.sluice.bench.workload;

/** Counts starts in rolling windows. */
public final class Windows {
    private Windows() {}

    /**
     * Finds the fullest window.
     *
     * @param starts instants, ascending.
     * @param window its length, in the same unit; it ends just before the instant that far from its beginning.
     * @return the most starts in any window.
     */
    public static int most(long[] starts, long window) {
        int most = 0;
        int first = 0;
        for (int i = 0; i < starts.length; i++) {
            while (starts[i] - starts[first] >= window) {
                first++;
            }
            most = Math.max(most, i - first + 1);
        }
        return most;
    }
}
