package io.sluice.bench.compare;

import io.sluice.bench.load.Checker;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The work that each side does: tasks are submitted, then each is claimed and completed. It fails unless each was handed out
 * once, with its payload unharmed, and completed.
 */
final class Work {
    private static final int MAX_EMPTY = 10_000;
    /** Added to the number of a task, so that all are of the same length. */
    private static final int FIRST = 1_000_000_000;

    /** The shortest payload: a number. */
    static final int MIN_PAYLOAD_LENGTH = Integer.toString(FIRST).length();

    private final Queue queue;
    private final Shape shape;
    private final String padding;
    private final String prefix;
    private final Checker checker = new Checker(null);
    private final AtomicInteger empty = new AtomicInteger();

    /** {@code prefix} begins the ids of these tasks. */
    Work(Queue queue, Shape shape, int payloadLength, String prefix) {
        this.queue = queue;
        this.shape = shape;
        this.prefix = prefix;
        padding = "x".repeat(payloadLength - MIN_PAYLOAD_LENGTH);
    }

    /** Submits so many tasks, and hands back the steps to run. */
    Slots submits(int tasks) {
        return new Slots(shape, number -> number < tasks, this::submit);
    }

    /** Claims and completes so many tasks. */
    Slots pairs(int tasks) {
        return new Slots(shape, number -> number < tasks, (connection, number) -> pair(connection));
    }

    /** Does both at once until an instant of {@link System#nanoTime}: for each task submitted one is claimed and completed. */
    void warm(long untilNs) throws InterruptedException, TimeoutException {
        new Slots(
                        shape,
                        number -> System.nanoTime() < untilNs,
                        (connection, number) -> submit(connection, number).thenCompose(id -> pair(connection)))
                .run();
    }

    /** Fails unless of all tasks each was handed out once and completed. */
    void check(int tasks) {
        if (checker.submittedCount() != tasks
                || checker.completedCount() != tasks
                || checker.lost() > 0
                || checker.startedTwice() > 0
                || checker.unknown() > 0) {
            throw new IllegalStateException("of " + tasks + " tasks " + checker.submittedCount()
                    + " were submitted, " + checker.completedCount() + " completed, " + checker.lost() + " lost, "
                    + checker.startedTwice() + " handed out twice, " + checker.unknown() + " harmed or of others");
        }
    }

    private CompletionStage<?> submit(int connection, int number) {
        return queue.submit(connection, prefix + number, payload(number)).thenRun(() -> checker.submitted(number));
    }

    private CompletionStage<Void> pair(int connection) {
        return queue.claim(connection).thenCompose(claimed -> {
            if (claimed == null) {
                return again(connection);
            }
            int number = number(claimed.payload());
            checker.started(number, claimed.startedUs(), 0, 0);
            return queue.complete(connection, claimed).thenRun(() -> completed(number));
        });
    }

    private void completed(int number) {
        if (number >= 0) {
            checker.completed(number);
        }
    }

    private CompletionStage<Void> again(int connection) {
        if (empty.incrementAndGet() > MAX_EMPTY) {
            return CompletableFuture.failedFuture(
                    new IllegalStateException("tasks are left, but none was handed out " + MAX_EMPTY + " times"));
        }
        return pair(connection);
    }

    private String payload(int number) {
        return FIRST + number + padding;
    }

    /** Returns the number that a payload has, or -1 if it is not the payload that was submitted. */
    private int number(String payload) {
        if (payload.length() != MIN_PAYLOAD_LENGTH + padding.length() || !payload.endsWith(padding)) {
            return -1;
        }
        try {
            return Integer.parseInt(payload, 0, MIN_PAYLOAD_LENGTH, 10) - FIRST;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
