package io.sluice.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When a start is allowed under several windows at once, if those that come first are made, and let out, as soon as they are
 * allowed: found by making them, a run of starts at a time, behind those of the windows' logs.
 */
final class Schedule {
    /** How many runs are made before the search is given up. */
    private static final int MAX_RUNS = 20_000;

    private final List<Window> windows = new ArrayList<>();

    /** Takes over what counts in a window. Oldest runs first, those that are held as of now. */
    Window add(int most, long lengthNs) {
        Window window = new Window(most, lengthNs);
        windows.add(window);
        return window;
    }

    /**
     * Returns when a start is allowed.
     *
     * @param fromNs nothing starts before.
     * @param ahead how many come first.
     * @return an instant; -1 if the search was given up.
     */
    long opensNs(long fromNs, long ahead) {
        long atNs = fromNs;
        long left = ahead + 1;
        for (int run = 0; run < MAX_RUNS; run++) {
            long allowed = allowed(atNs);
            if (allowed >= left) {
                return atNs;
            }
            if (allowed > 0) {
                left -= allowed;
                make(atNs, (int) allowed);
            }
            atNs = opensNs(atNs);
        }
        return -1;
    }

    private long allowed(long atNs) {
        long allowed = Long.MAX_VALUE;
        for (Window window : windows) {
            window.expire(atNs);
            allowed = Math.min(allowed, window.most - window.used);
        }
        return allowed;
    }

    private void make(long atNs, int starts) {
        for (Window window : windows) {
            window.add(atNs, starts);
        }
    }

    private long opensNs(long atNs) {
        long opensNs = atNs;
        for (Window window : windows) {
            opensNs = Math.max(opensNs, window.opensNs());
        }
        return opensNs;
    }

    /** One window: the runs that count in it. */
    static final class Window {
        private final int most;
        private final long lengthNs;
        private long[] runNs = new long[16];
        private int[] runStarts = new int[16];
        private int first;
        private int next;
        private long used;

        private Window(int most, long lengthNs) {
            this.most = most;
            this.lengthNs = lengthNs;
        }

        /** Adds starts not earlier than those before. */
        void add(long atNs, int starts) {
            if (next == runNs.length) {
                runNs = Arrays.copyOf(runNs, next * 2);
                runStarts = Arrays.copyOf(runStarts, next * 2);
            }
            runNs[next] = atNs;
            runStarts[next++] = starts;
            used += starts;
        }

        private void expire(long atNs) {
            while (first < next && runNs[first] + lengthNs <= atNs) {
                used -= runStarts[first++];
            }
        }

        /** Returns when it allows one more. */
        private long opensNs() {
            long inWay = used - most;
            int run = first;
            for (; inWay >= 0; run++) {
                inWay -= runStarts[run];
            }
            return run == first ? Long.MIN_VALUE : runNs[run - 1] + lengthNs;
        }
    }
}
