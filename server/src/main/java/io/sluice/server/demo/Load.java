package io.sluice.server.demo;

import io.sluice.core.Rate;

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

    /** Names the task with this number. */
    static String task(int number) {
        return "task-" + number;
    }
}
