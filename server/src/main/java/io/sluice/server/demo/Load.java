package io.sluice.server.demo;

import io.sluice.core.Rate;
import java.time.Duration;
import java.util.Locale;

/**
 * What is put on each queue.
 *
 * @param tasks how many tasks are submitted.
 * @param workers how many workers pull.
 * @param limit how many may start in any window.
 * @param taskNs how long a worker is busy with a task, nanoseconds.
 * @param boundNs how long a queue gets at most, nanoseconds.
 */
record Load(int tasks, int workers, Rate limit, long taskNs, long boundNs) {
    /** How many threads submit, while the workers are at work already. */
    static final int SUBMITTERS = 8;

    /** Returns this load with another bound. */
    Load within(Duration bound) {
        return new Load(tasks, workers, limit, taskNs, bound.toNanos());
    }

    /** Returns how long a queue needs at least that keeps the limit, with these workers. */
    Duration necessary() {
        long windows = (tasks - 1) / limit.starts();
        long rounds = (tasks - 1) / workers;
        return Duration.ofNanos(Math.max(windows * limit.windowNs(), rounds * taskNs) + taskNs);
    }

    /** Names the task with this number. */
    static String task(int number) {
        return "task-" + number;
    }

    /** Returns the window of the limit. */
    Duration window() {
        return Duration.ofNanos(limit.windowNs());
    }

    /** Returns the window of the limit in words. */
    String windowText() {
        return words(limit.windowNs());
    }

    /** Returns the load in one line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d tasks of %s, %,d workers, at most %,d starts in any %s",
                tasks,
                words(taskNs),
                workers,
                limit.starts(),
                windowText());
    }

    private static String words(long durationNs) {
        long ms = durationNs / 1_000_000;
        return ms % 1_000 == 0 ? ms / 1_000 + " s" : ms + " ms";
    }
}
