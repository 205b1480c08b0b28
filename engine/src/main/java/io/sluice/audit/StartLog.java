package io.sluice.audit;

import java.util.Arrays;

/**
 * Instants of starts in order: runs of equal instants, each with the number of starts up to its end. 16 bytes a run; all are
 * kept that are not dropped.
 */
final class StartLog {
    private static final int MIN_CAPACITY = 2;

    private long[] runNs = new long[MIN_CAPACITY];
    private long[] upTo = new long[MIN_CAPACITY];
    private int runs;
    private long dropped;

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
        return before(runs);
    }

    /** Returns the last instant, {@link Long#MIN_VALUE} without any. */
    long lastNs() {
        return runs == 0 ? Long.MIN_VALUE : runNs[runs - 1];
    }

    /** Returns the instant of a run. */
    long ns(int run) {
        return runNs[run];
    }

    /** Returns the number of starts from a run on. */
    long since(int run) {
        return total() - before(run);
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

    /** Drops what is not later than an instant, once that is half of all. */
    void dropUpTo(long atNs) {
        if (runs == 0 || runNs[runs >> 1] > atNs) {
            return;
        }
        int from = firstAfter(atNs);
        dropped = before(from);
        runs -= from;
        System.arraycopy(runNs, from, runNs, 0, runs);
        System.arraycopy(upTo, from, upTo, 0, runs);
    }

    /** Moves all instants by as much. */
    void shift(long byNs) {
        for (int run = 0; run < runs; run++) {
            runNs[run] += byNs;
        }
    }

    /** Returns the fullest window of a rule, of starts not earlier than an instant. */
    MostStarts most(Rule rule, long sinceNs) {
        long most = 0;
        long beganNs = 0;
        int from = sinceNs == Long.MIN_VALUE ? 0 : firstAfter(sinceNs - 1);
        for (int run = from; run < runs; run++) {
            while (runNs[from] <= runNs[run] - rule.lengthNs) {
                from++;
            }
            long starts = upTo[run] - before(from);
            if (starts > most) {
                most = starts;
                beganNs = runNs[from];
            }
        }
        return new MostStarts(rule.rate, most, beganNs);
    }

    private long before(int run) {
        return run == 0 ? dropped : upTo[run - 1];
    }
}
