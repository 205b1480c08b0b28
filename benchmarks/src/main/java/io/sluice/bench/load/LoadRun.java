package io.sluice.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** One load. A thread submits at the planned instants; everything else happens as answers come. */
final class LoadRun implements AutoCloseable {
    private static final long CLAIM_WAIT_MS = 500;
    private static final long LAST_ANSWERS_S = 10;
    private static final long MIN_INTERVAL_NS = 100_000_000;
    private static final long MAX_SAMPLES = 1_000;
    private static final int MAX_ASKED_AT_ONCE = 256;

    private final Plan plan;
    private final String prefix;
    private final Checker checker;
    private final Latencies submits = new Latencies();
    private final Latencies starts = new Latencies();
    private final Latencies completions = new Latencies();
    private final List<Connection> submitters = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(LoadRun::thread);
    private final List<Sample> samples = new ArrayList<>();
    private final SplittableRandom random;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final CountDownLatch left;
    private volatile boolean ending;
    private long beginNs;
    private long tookNs;

    /**
     * Connects.
     *
     * @param name names the run; no other of the same queue may have it.
     */
    LoadRun(Target target, Plan plan, String name) {
        this.plan = plan;
        checker = new Checker(plan.limit());
        prefix = name + ":";
        random = new SplittableRandom(plan.seed());
        left = new CountDownLatch(plan.workers());
        try {
            for (int i = 0; i < plan.submitters(); i++) {
                submitters.add(target.connect());
            }
            for (int i = 0; i < plan.workers(); i++) {
                workers.add(new Worker(target.connect()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Checker checker() {
        return checker;
    }

    /** Returns how long submits took to be answered. */
    Latencies submits() {
        return submits;
    }

    /** Returns how long after it was to be submitted each task was in a worker's hands. */
    Latencies starts() {
        return starts;
    }

    /** Returns how long completions took to be answered. */
    Latencies completions() {
        return completions;
    }

    /** Returns how everything stood on the way. */
    List<Sample> samples() {
        return samples;
    }

    /** Returns how long it took, nanoseconds. */
    long tookNs() {
        return tookNs;
    }

    /** Does what is planned; {@code progress} hears now and then how far it is. */
    void run(Consumer<Sample> progress) throws InterruptedException, ExecutionException {
        if (plan.limit() != null) {
            submitters
                    .get(0)
                    .limit(plan.queue(), plan.limit())
                    .toCompletableFuture()
                    .get();
        }
        beginNs = System.nanoTime();
        workers.forEach(Worker::claim);
        timer.scheduleAtFixedRate(() -> sample(progress), intervalNs(), intervalNs(), TimeUnit.NANOSECONDS);
        String payload = "x".repeat(plan.payloadLength());
        for (int i = 0; i < plan.arrivalsNs().length && !Thread.interrupted(); i++) {
            submit(i, payload);
        }
        awaitCompletions();
        tookNs = System.nanoTime() - beginNs;
        ending = true;
        left.await(LAST_ANSWERS_S, TimeUnit.SECONDS);
        timer.shutdown();
        timer.awaitTermination(LAST_ANSWERS_S, TimeUnit.SECONDS);
        sample(progress);
        findWhatWaits();
    }

    private long intervalNs() {
        return Math.max(MIN_INTERVAL_NS, (plan.durationNs() + plan.drainNs()) / MAX_SAMPLES);
    }

    private void sample(Consumer<Sample> progress) {
        long nowNs = System.nanoTime();
        Sample sample = new Sample(
                nowNs - beginNs,
                plan.due(nowNs - beginNs),
                checker.submittedCount(),
                checker.startedCount(),
                checker.completedCount(),
                checker.refusedCount(),
                checker.startsUntil(nowNs),
                Sample.Spread.of(submits.latestUs()),
                Sample.Spread.of(starts.latestUs()));
        completions.latestUs();
        samples.add(sample);
        progress.accept(sample);
    }

    /** Asks after each task that nobody was handed: one that still waits for its turn is not lost. */
    private void findWhatWaits() throws InterruptedException {
        Semaphore asked = new Semaphore(MAX_ASKED_AT_ONCE);
        for (int task : checker.unstarted()) {
            asked.acquire();
            submitters.get(task % submitters.size()).waits(prefix + task).whenComplete((waits, failure) -> {
                if (failure == null && waits) {
                    checker.waits(task);
                }
                asked.release();
            });
        }
        asked.acquire(MAX_ASKED_AT_ONCE);
    }

    private void submit(int task, String payload) {
        long intendedNs = beginNs + plan.arrivalsNs()[task];
        for (long leftNs = intendedNs - System.nanoTime(); leftNs > 0; leftNs = intendedNs - System.nanoTime()) {
            LockSupport.parkNanos(leftNs);
        }
        String group = plan.groups() == 0 ? null : "g" + random.nextInt(plan.groups());
        unanswered.incrementAndGet();
        submitters
                .get(task % submitters.size())
                .submit(plan.queue(), prefix + task, group, payload)
                .whenComplete((id, failure) -> {
                    if (failure == null) {
                        submits.record(intendedNs, System.nanoTime());
                        checker.submitted(task);
                    } else {
                        checker.refused();
                    }
                    unanswered.decrementAndGet();
                });
    }

    private void awaitCompletions() throws InterruptedException {
        long untilNs = System.nanoTime() + plan.drainNs();
        while ((unanswered.get() > 0 || checker.completedCount() < checker.submittedCount())
                && System.nanoTime() < untilNs) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Override
    public void close() {
        ending = true;
        timer.shutdownNow();
        submitters.forEach(Connection::close);
        workers.forEach(worker -> worker.connection.close());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "load-timer");
        thread.setDaemon(true);
        return thread;
    }

    /** A worker with a connection of its own, as a claim that waits holds one up. */
    private final class Worker {
        private final Connection connection;

        Worker(Connection connection) {
            this.connection = connection;
        }

        void claim() {
            if (ending) {
                left.countDown();
                return;
            }
            long askedNs = System.nanoTime();
            connection.claim(plan.queue(), CLAIM_WAIT_MS).whenComplete((tasks, failure) -> {
                if (failure != null) {
                    checker.refused();
                    left.countDown();
                } else if (tasks.isEmpty()) {
                    claim();
                } else {
                    work(tasks.get(0), askedNs);
                }
            });
        }

        private void work(Task task, long askedNs) {
            long nowNs = System.nanoTime();
            int number = number(task);
            checker.started(number, task.startedUs(), askedNs, nowNs);
            if (number >= 0) {
                starts.record(beginNs + plan.arrivalsNs()[number], nowNs);
            }
            long busyNs;
            synchronized (random) {
                busyNs = plan.service().drawNs(random);
            }
            timer.schedule(() -> complete(task, number, nowNs + busyNs), busyNs, TimeUnit.NANOSECONDS);
        }

        private void complete(Task task, int number, long intendedNs) {
            connection.complete(task).whenComplete((one, failure) -> {
                if (failure != null) {
                    checker.refused();
                } else if (number >= 0) {
                    completions.record(intendedNs, System.nanoTime());
                    checker.completed(number);
                }
                claim();
            });
        }

        private int number(Task task) {
            if (!task.id().startsWith(prefix)) {
                return -1;
            }
            return Integer.parseInt(task.id().substring(prefix.length()));
        }
    }
}
