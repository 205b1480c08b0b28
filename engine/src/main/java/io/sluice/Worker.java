package io.sluice;

import io.sluice.core.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/**
 * Takes tasks from a queue and does them, several at a time, each on a thread of its own. Waits for tasks without polling.
 *
 * <p>A handler that returns completes its task; one that throws fails it with the exception's text, and the queue decides
 * when it starts again. While a handler runs, its lease is extended in time, so a lease may be much shorter than a task: it
 * says how soon the task goes to another worker when this process dies. A handler may end the lease itself, with a result or
 * with a delay; then nothing is added to that.
 *
 * <p>The worker ends with {@link #close}, with its engine, or when the engine fails. Any thread may call any method.
 */
public final class Worker implements AutoCloseable {
    private final Sluice sluice;
    private final ScheduledThreadPoolExecutor extender;
    private final List<WorkerThread> threads = new ArrayList<>();

    /** Does a task. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Does a task. Several threads may call at a time, each with a task of its own.
         *
         * @param lease the task; it is completed when this returns, unless it was ended by then.
         * @throws Exception if the task failed; its text is kept with the task.
         */
        void handle(Lease lease) throws Exception;
    }

    private Worker(Builder builder) {
        sluice = builder.sluice;
        extender = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sluice-extender-" + builder.queue);
            thread.setDaemon(true);
            return thread;
        });
        extender.setRemoveOnCancelPolicy(true);
        for (int i = 1; i <= builder.concurrency; i++) {
            threads.add(
                    new WorkerThread("sluice-" + builder.queue + "-" + i, builder.handler, builder.claim(), extender));
        }
    }

    /**
     * Stops taking tasks, and returns when the tasks in hand are done; where a handler calls this, its own is not waited
     * for.
     *
     * @throws IllegalStateException if the thread is interrupted while it waits; the interrupt stays set.
     */
    @Override
    public void close() {
        threads.forEach(WorkerThread::stopClaiming);
        try {
            for (WorkerThread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the worker was closing", e);
        }
        extender.shutdown();
        sluice.workers().remove(this);
    }

    private Worker start() {
        sluice.workers().add(this);
        threads.forEach(Thread::start);
        return this;
    }

    /** Sets a worker up. Not to be shared among threads. */
    public static final class Builder {
        private static final Duration WAIT = Duration.ofHours(1);
        private static final int MAX_CONCURRENCY = 1024;

        private final Sluice sluice;
        private final String queue;
        private final Handler handler;
        private int concurrency = 1;
        private Duration lease;

        Builder(Sluice sluice, String queue, Handler handler) {
            this.sluice = sluice;
            this.queue = queue;
            this.handler = Objects.requireNonNull(handler, "handler");
            Carriers.mine().name(queue);
        }

        /**
         * Sets how many tasks are done at a time.
         *
         * @param concurrency 1 to 1,024; the default is 1.
         * @return this.
         * @throws IllegalArgumentException if it is outside.
         */
        public Builder concurrency(int concurrency) {
            this.concurrency = (int) Bounds.inRange("concurrency", concurrency, 1, MAX_CONCURRENCY);
            return this;
        }

        /**
         * Sets how long leases last, before and after they are extended.
         *
         * @param lease at least a millisecond; the task's or the queue's unless set.
         * @return this.
         * @throws IllegalArgumentException if it is shorter or too long.
         */
        public Builder lease(Duration lease) {
            Durations.ns("lease", lease, Durations.MIN_LEASE_NS);
            this.lease = lease;
            return this;
        }

        /**
         * Starts the worker.
         *
         * @return a worker, taking tasks.
         */
        public Worker start() {
            return new Worker(this).start();
        }

        private NewClaim claim() {
            NewClaim claim = sluice.newClaim(queue).waiting(WAIT);
            return lease == null ? claim : claim.lease(lease);
        }
    }
}
