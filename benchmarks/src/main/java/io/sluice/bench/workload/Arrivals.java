package io.sluice.bench.workload;

/** The instants at which tasks arrive, one after the other. */
@FunctionalInterface
public interface Arrivals {
    /** In place of an instant: no more tasks arrive. */
    long NEVER = Long.MAX_VALUE;

    /**
     * Goes on to the next arrival.
     *
     * @return nanoseconds since the beginning, not less than the one before, or {@link #NEVER}.
     */
    long nextNs();

    /**
     * Ends arrivals at some instant.
     *
     * @param endNs nanoseconds since the beginning; what would arrive then or later does not.
     * @return those before.
     */
    default Arrivals until(long endNs) {
        return () -> {
            long nextNs = nextNs();
            return nextNs < endNs ? nextNs : NEVER;
        };
    }
}
