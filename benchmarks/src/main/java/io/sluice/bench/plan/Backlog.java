package io.sluice.bench.plan;

/**
 * Tells whether a backlog grows, from its length whenever something arrives: in the last third of the arrivals it is longer on
 * average than in the third before, by more than one in a hundred of those that arrived meanwhile and by more than chance explains.
 */
final class Backlog {
    private static final double SHARE = 0.01;
    /** So many standard deviations of a Poisson number of arrivals are chance. */
    private static final double CHANCE = 3;

    private final int third;
    private int arrived;
    private double before;
    private double last;

    /** Begins without any; {@code arrivals} is how many are to come. */
    Backlog(int arrivals) {
        third = arrivals / 3;
    }

    /** Hears how many are not done, with the one that arrives. */
    void arrived(int length) {
        if (arrived >= third && arrived < 2 * third) {
            before += length;
        } else if (arrived >= 2 * third && arrived < 3 * third) {
            last += length;
        }
        arrived++;
    }

    /** Tells whether it grows. */
    boolean grew() {
        return third > 0 && (last - before) / third > SHARE * third + CHANCE * Math.sqrt(third);
    }
}
