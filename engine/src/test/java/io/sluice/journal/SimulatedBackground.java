package io.sluice.journal;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** A background in which nothing happens by itself: whoever simulates lets the tasks be done one by one. For one thread. */
public final class SimulatedBackground implements Background {
    /** The kinds of work. */
    public enum Kind {
        /** See {@link Background#keepHouse}. */
        HOUSE,
        /** See {@link Background#writeSnapshot}. */
        SNAPSHOT,
        /** See {@link Background#forceLater}. */
        FORCE
    }

    private record Task(long dueNs, Runnable work) {}

    private static final Kind[] KINDS = Kind.values();

    private final ArrayDeque<Task>[] queues = queues();
    private final LongSupplier clock;
    private boolean closed;

    /**
     * Makes a background with nothing to do.
     *
     * @param clock tells the time by which delays are counted, nanoseconds.
     */
    public SimulatedBackground(LongSupplier clock) {
        this.clock = clock;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static ArrayDeque<Task>[] queues() {
        ArrayDeque[] queues = new ArrayDeque[KINDS.length];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new ArrayDeque<>();
        }
        return queues;
    }

    @Override
    public void keepHouse(Runnable task) {
        add(Kind.HOUSE, 0, task);
    }

    @Override
    public void writeSnapshot(Runnable task) {
        add(Kind.SNAPSHOT, 0, task);
    }

    @Override
    public void forceLater(long delayNs, Runnable task) {
        add(Kind.FORCE, delayNs, task);
    }

    private void add(Kind kind, long delayNs, Runnable task) {
        if (!closed) {
            queues[kind.ordinal()].add(new Task(clock.getAsLong() + delayNs, task));
        }
    }

    /**
     * Returns how many tasks of a kind wait.
     *
     * @param kind which.
     * @return 0 or more.
     */
    public int waiting(Kind kind) {
        return queues[kind.ordinal()].size();
    }

    /**
     * Returns how many tasks wait.
     *
     * @return 0 or more.
     */
    public int waiting() {
        int waiting = 0;
        for (ArrayDeque<Task> queue : queues) {
            waiting += queue.size();
        }
        return waiting;
    }

    /**
     * Returns when the next task of a kind is due.
     *
     * @param kind which.
     * @return the clock's time, nanoseconds; {@link Long#MAX_VALUE} if none waits.
     */
    public long dueNs(Kind kind) {
        Task first = queues[kind.ordinal()].peek();
        return first == null ? Long.MAX_VALUE : first.dueNs;
    }

    /**
     * Does the next task of a kind, due or not.
     *
     * @param kind which.
     * @return false if none waits.
     */
    public boolean runOne(Kind kind) {
        Task first = queues[kind.ordinal()].poll();
        if (first != null) {
            first.work.run();
        }
        return first != null;
    }

    /**
     * Does the next task of any kind, due or not.
     *
     * @param random picks the kind.
     * @return false if none waits.
     */
    public boolean runOne(SplittableRandom random) {
        int from = random.nextInt(KINDS.length);
        for (int i = 0; i < KINDS.length; i++) {
            if (runOne(KINDS[(from + i) % KINDS.length])) {
                return true;
            }
        }
        return false;
    }

    /**
     * Does all tasks that are due, also those that come up meanwhile.
     *
     * @return how many.
     */
    public int runDue() {
        int done = 0;
        for (int before = -1; before < done; ) {
            before = done;
            for (Kind kind : KINDS) {
                while (dueNs(kind) <= clock.getAsLong() && runOne(kind)) {
                    done++;
                }
            }
        }
        return done;
    }

    /** Does all tasks, due or not, also those that come up meanwhile. */
    public void runAll() {
        while (waiting() > 0) {
            for (Kind kind : KINDS) {
                runOne(kind);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        for (ArrayDeque<Task> queue : queues) {
            queue.clear();
        }
    }
}
