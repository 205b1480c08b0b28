package io.sluice.bench.plan;

/**
 * Searches the highest rate that holds: upwards by a factor until one does not, then between by halving. A rate does not hold if
 * it did not twice in a row, since on a machine with other things to do any rate fails now and then.
 *
 * @param least the lowest rate to try, tasks a second, 1 or more.
 * @param most the highest rate to try.
 * @param factor from one rate to the next on the way up or down, above 1.
 * @param tolerance how far apart the rates that hold and that do not may be in the end, above 0: 0.05 is 5 %.
 */
record KneeSearch(long least, long most, double factor, double tolerance) {
    /** Tells whether a rate holds. */
    @FunctionalInterface
    interface Probe {
        /** Tries a rate, tasks a second; tells whether it held. */
        boolean holds(long rate) throws InterruptedException;
    }

    KneeSearch {
        if (least < 1 || most < least || factor <= 1 || tolerance <= 0) {
            throw new IllegalArgumentException("no rates to try: " + least + " to " + most + " by " + factor);
        }
    }

    /** Begins at some rate; one outside the range stands for the nearest within. */
    Knee find(long from, Probe probe) throws InterruptedException {
        long rate = Math.max(least, Math.min(most, from));
        return holds(rate, probe) ? upwards(rate, probe) : downwards(rate, probe);
    }

    private Knee upwards(long from, Probe probe) throws InterruptedException {
        long held = from;
        while (held < most) {
            long next = Math.min(most, step(held, factor));
            if (!holds(next, probe)) {
                return between(held, next, probe);
            }
            held = next;
        }
        return new Knee(most, Knee.Range.ABOVE);
    }

    private Knee downwards(long from, Probe probe) throws InterruptedException {
        long failed = from;
        while (failed > least) {
            long next = Math.max(least, (long) (failed / factor));
            if (holds(next, probe)) {
                return between(next, failed, probe);
            }
            failed = next;
        }
        return new Knee(0, Knee.Range.BELOW);
    }

    private Knee between(long from, long to, Probe probe) throws InterruptedException {
        long held = from;
        long failed = to;
        while (failed > step(held, 1 + tolerance)) {
            long middle = Math.round(Math.sqrt((double) held * failed));
            if (holds(middle, probe)) {
                held = middle;
            } else {
                failed = middle;
            }
        }
        return new Knee(held, Knee.Range.WITHIN);
    }

    private static boolean holds(long rate, Probe probe) throws InterruptedException {
        return probe.holds(rate) || probe.holds(rate);
    }

    /** Returns a rate above another, by a factor and at least by one. */
    private static long step(long rate, double factor) {
        return Math.max(rate + 1, (long) (rate * factor));
    }
}
