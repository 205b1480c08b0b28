package io.sluice.audit;

import io.sluice.core.Rate;
import java.util.Arrays;

/**
 * Instants of starts in order, all that are known: runs of equal instants, each with the number of starts up to its end.
 * 16 bytes a run.
 */
final class StartLog {
    private static final int MIN_CAPACITY = 4;

    private long[] runNs = new long[MIN_CAPACITY];
    private long[] upTo = new long[MIN_CAPACITY];
    private int runs;

    /** Adds starts; an instant earlier than the last is taken as the last. */
    void add(long atNs, long starts) {
        if (runs > 0 && atNs <= runNs[runs - 1]) {
            upTo[runs - 1] += starts;
            return;
        }
        if (runs == runNs.length) {
            runNs = Arrays.copyOf(runNs, runs * 2);
            upTo = Arrays.copyOf(upTo, runs * 2);
        }
        runNs[runs] = atNs;
        upTo[runs] = total() + starts;
        runs++;
    }

    long total() {
        return runs == 0 ? 0 : upTo[runs - 1];
    }

    /** Returns the instant of a run. */
    long ns(int run) {
        return runNs[run];
    }

    /** Returns the number of starts from a run on. */
    long since(int run) {
        return total() - before(run);
    }

    /** Returns the first run later than an instant, looking from one that is not. */
    int firstAfter(long atNs, int from) {
        int run = from;
        while (run < runs && runNs[run] <= atNs) {
            run++;
        }
        return run;
    }

    /** Returns the first run later than an instant. */
    int firstAfter(long atNs) {
        int low = 0;
        int high = runs;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runNs[middle] <= atNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Moves all instants by as much. */
    void shift(long byNs) {
        for (int run = 0; run < runs; run++) {
            runNs[run] += byNs;
        }
    }

    /** Returns the fullest window of a rate, of starts not earlier than an instant. */
    MostStarts most(Rate rate, long sinceNs) {
        long most = 0;
        long beganNs = 0;
        int from = sinceNs == Long.MIN_VALUE ? 0 : firstAfter(sinceNs - 1);
        for (int run = from; run < runs; run++) {
            from = firstAfter(runNs[run] - rate.windowNs(), from);
            long starts = upTo[run] - before(from);
            if (starts > most) {
                most = starts;
                beganNs = runNs[from];
            }
        }
        return new MostStarts(rate, most, beganNs);
    }

    private long before(int run) {
        return run == 0 ? 0 : upTo[run - 1];
    }
}
