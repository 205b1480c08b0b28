package io.sluice.core;

import java.util.List;

/**
 * Somebody of the model who waits: with a claim at queues, for a task to end, or for starts of a limit.
 *
 * @param task the number of the awaited task, or 0.
 * @param limit what starts are to be taken of, or {@code null}.
 */
record ModelWait(
        long correlation, List<String> queues, int count, long lease, long task, ModelLimit limit, long until) {
    boolean claims() {
        return task == 0 && limit == null;
    }
}
