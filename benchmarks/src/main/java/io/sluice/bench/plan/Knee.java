package io.sluice.bench.plan;

/**
 * The highest rate that was found to hold.
 *
 * @param rate tasks a second; 0 if not even the least held.
 * @param range whether it is that, or only as far as the search went.
 */
record Knee(long rate, Range range) {
    /** Where the knee lies. */
    enum Range {
        /** Below the least rate that was tried. */
        BELOW,
        /** Between a rate that held and one that did not. */
        WITHIN,
        /** At the highest rate that may be tried, or above it. */
        ABOVE
    }
}
