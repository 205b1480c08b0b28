package io.sluice.core;

import java.util.List;

/**
 * The starts of a queue and what its rates allow: a sliding-window log, exact in every window. A start is <em>held</em>
 * from its decision, and counts from the instant its reply was let out; under a rate of N in W one more is allowed iff
 * fewer than N are held or younger than W. All rates read one log; starts let out together are one run of it.
 *
 * <p>What no rate needs any more is kept for a while, {@link #SPARE_RUNS} runs of it, so that a rate set later holds over
 * starts already made. Where even that does not reach back, a new rate takes itself as fully used then.
 */
final class Starts {
    /** Runs kept beyond what the rates need. */
    static final int SPARE_RUNS = 256;

    private static final int MIN_CAPACITY = 4;
    private static final long NEVER = Events.NEVER;

    private long[] runNs = new long[MIN_CAPACITY];
    private int[] runStarts = new int[MIN_CAPACITY];
    private long firstRun;
    private long nextRun;
    private int held;
    private long unknownUntilNs = NEVER;
    private Window[] windows = {};

    /** What one rate sees of the log: the runs from {@code fromRun} on are younger than its window. */
    private static final class Window {
        final int starts;
        final long lengthNs;
        long fromRun;
        long used;

        Window(int starts, long lengthNs, long fromRun, long used) {
            this.starts = starts;
            this.lengthNs = lengthNs;
            this.fromRun = fromRun;
            this.used = used;
        }
    }

    /**
     * Sets the rates; they hold over the starts already made.
     *
     * @param guardNs by how much longer the window of each is to be.
     */
    void rates(List<Rate> rates, long guardNs) {
        windows = new Window[rates.size()];
        for (int i = 0; i < windows.length; i++) {
            Rate rate = rates.get(i);
            windows[i] = new Window(rate.starts(), rate.windowNs() + guardNs, firstRun, kept());
        }
    }

    /** Returns how many starts are allowed now. */
    int available(long nowNs) {
        long available = Integer.MAX_VALUE;
        for (Window window : windows) {
            expire(window, nowNs);
            available = Math.min(available, isUnknown(window, nowNs) ? 0 : window.starts - window.used - held);
        }
        return (int) Math.max(0, available);
    }

    /**
     * Returns when one more start is allowed, if some others come first and each is let out as soon as it is allowed: exact
     * under one rate, for several the latest of what each would allow alone.
     *
     * @param nowNs the time.
     * @param ahead how many come first.
     * @return an instant, {@code nowNs} for at once. Starts still held are taken as let out now.
     */
    long opensNs(long nowNs, long ahead) {
        long opensNs = nowNs;
        for (Window window : windows) {
            expire(window, nowNs);
            opensNs = Math.max(opensNs, opensNs(window, nowNs, ahead));
        }
        return opensNs;
    }

    /** Charges starts that are held until they are let out. */
    void hold(int starts) {
        held += starts;
    }

    int held() {
        return held;
    }

    /** Lets the starts that are held count from now on. */
    void release(long atNs) {
        if (held > 0) {
            int starts = held;
            held = 0;
            add(atNs, starts);
        }
    }

    /** Returns how many runs are kept. */
    int runs() {
        return (int) (nextRun - firstRun);
    }

    /** Adds starts that count from an instant not earlier than any before. */
    void add(long atNs, int starts) {
        for (Window window : windows) {
            expire(window, atNs);
            window.used += starts;
        }
        if (nextRun > firstRun && runNs[index(nextRun - 1)] == atNs) {
            runStarts[index(nextRun - 1)] += starts;
            return;
        }
        dropSpare();
        if (nextRun - firstRun == runNs.length) {
            grow();
        }
        runNs[index(nextRun)] = atNs;
        runStarts[index(nextRun)] = starts;
        nextRun++;
    }

    /** Returns the instant from which the last starts count, or {@link Events#NEVER}. */
    long lastNs() {
        return nextRun == firstRun ? NEVER : runNs[index(nextRun - 1)];
    }

    /** Adds what counts in the window of each rate to a schedule; starts that are held as of now. */
    void addTo(Schedule schedule, long nowNs) {
        for (Window window : windows) {
            expire(window, nowNs);
            Schedule.Window copy = schedule.add(window.starts, window.lengthNs);
            for (long run = window.fromRun; run < nextRun; run++) {
                copy.add(runNs[index(run)], runStarts[index(run)]);
            }
            if (held > 0) {
                copy.add(nowNs, held);
            }
        }
    }

    /** Returns the first instant that is not in the way of any start because of what is unknown; {@code nowNs} or later. */
    long knownFromNs(long nowNs) {
        long fromNs = nowNs;
        for (Window window : windows) {
            fromNs = isUnknown(window, nowNs) ? Math.max(fromNs, unknownUntilNs + window.lengthNs) : fromNs;
        }
        return fromNs;
    }

    /** Returns how many starts stand against a rate: those that are held, and those younger than its window. */
    int used(int rate, long nowNs) {
        expire(windows[rate], nowNs);
        return (int) windows[rate].used + held;
    }

    /** Takes every rate as fully used at an instant, whatever is known. */
    void unknownUntil(long atNs) {
        unknownUntilNs = Math.max(unknownUntilNs, atNs);
    }

    /** Moves all instants by as much. */
    void shift(long byNs) {
        for (long run = firstRun; run < nextRun; run++) {
            runNs[index(run)] += byNs;
        }
        if (unknownUntilNs != NEVER) {
            unknownUntilNs += byNs;
        }
    }

    /** Tells the events that rebuild this. */
    void describe(int limit, Events events) {
        if (unknownUntilNs != NEVER) {
            events.startsUnknown(limit, unknownUntilNs);
        }
        for (long run = firstRun; run < nextRun; run++) {
            events.startsDescribed(limit, runNs[index(run)], runStarts[index(run)]);
        }
        if (held > 0) {
            events.startsDescribed(limit, Events.HELD, held);
        }
    }

    private long opensNs(Window window, long nowNs, long ahead) {
        long opensNs = isUnknown(window, nowNs) ? unknownUntilNs + window.lengthNs : nowNs;
        long inWay = window.used + held + ahead - window.starts;
        if (inWay < 0) {
            return opensNs;
        }
        // The start in the way is one that was made, or one of those ahead: then the same holds for it, a window
        // earlier.
        long made = window.used + held;
        long windows = inWay < made ? 0 : (inWay - made) / window.starts + 1;
        long start = inWay - windows * window.starts;
        long leavesNs = start < 0 ? opensNs : Math.max(opensNs, startNs(window, start, nowNs) + window.lengthNs);
        return leavesNs + windows * window.lengthNs;
    }

    private long startNs(Window window, long start, long nowNs) {
        long passed = 0;
        for (long run = window.fromRun; run < nextRun; run++) {
            passed += runStarts[index(run)];
            if (passed > start) {
                return runNs[index(run)];
            }
        }
        return nowNs;
    }

    private boolean isUnknown(Window window, long nowNs) {
        return unknownUntilNs != NEVER && unknownUntilNs + window.lengthNs > nowNs;
    }

    private void expire(Window window, long nowNs) {
        while (window.fromRun < nextRun && runNs[index(window.fromRun)] + window.lengthNs <= nowNs) {
            window.used -= runStarts[index(window.fromRun)];
            window.fromRun++;
        }
    }

    private void dropSpare() {
        long neededFrom = nextRun;
        for (Window window : windows) {
            neededFrom = Math.min(neededFrom, window.fromRun);
        }
        while (neededFrom - firstRun >= SPARE_RUNS) {
            unknownUntil(runNs[index(firstRun)]);
            firstRun++;
        }
    }

    private long kept() {
        long kept = 0;
        for (long run = firstRun; run < nextRun; run++) {
            kept += runStarts[index(run)];
        }
        return kept;
    }

    private void grow() {
        long[] ns = new long[runNs.length * 2];
        int[] starts = new int[ns.length];
        for (long run = firstRun; run < nextRun; run++) {
            ns[(int) run & ns.length - 1] = runNs[index(run)];
            starts[(int) run & ns.length - 1] = runStarts[index(run)];
        }
        runNs = ns;
        runStarts = starts;
    }

    private int index(long run) {
        return (int) run & runNs.length - 1;
    }
}
