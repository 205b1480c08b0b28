package io.sluice.server.demo;

import io.sluice.server.demo.DemoQueue.Handout;
import io.sluice.server.demo.RunLog.Start;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Puts the load on one queue: submitters and workers are threads that all run at once, until the queue has nothing left to
 * start or its time is up. Used once.
 */
final class Race {
    private static final long LOOK_MS = 100;
    private static final int IDLE_LOOKS = 5;
    private static final long STACK_BYTES = 256 * 1024;

    private final DemoQueue queue;
    private final Load load;
    private final RunLog log = new RunLog();
    private final AtomicInteger nextTask = new AtomicInteger();
    private final AtomicInteger submitting = new AtomicInteger(Load.SUBMITTERS);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /**
     * How it ended.
     *
     * @param verdict what became of the tasks.
     * @param elapsedNs from the first submit to the last finished task, nanoseconds.
     */
    record Outcome(Verdict verdict, long elapsedNs) {}

    /** What a thread of the race does again and again. */
    private interface Step {
        void run() throws Exception;
    }

    Race(DemoQueue queue, Load load) {
        this.queue = queue;
        this.load = load;
    }

    /**
     * Runs the race.
     *
     * @param progress told ten times a second how far it is, and at the end.
     * @return how it ended.
     * @throws Exception what the queue threw, if it could not go on.
     */
    Outcome run(Consumer<Progress> progress) throws Exception {
        long beganNs = System.nanoTime();
        start(Load.SUBMITTERS, "submitter-", this::submitAll);
        start(load.workers(), "worker-", this::work);
        watch(beganNs, progress);
        over = true;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        progress.accept(progress(beganNs));
        return new Outcome(verdict(), log.doneCount() == 0 ? 0 : log.lastFinishNs() - beganNs);
    }

    private void start(int count, String name, Step step) {
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(null, () -> guarded(step), name + i, STACK_BYTES);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void guarded(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            failure.compareAndSet(null, e);
            over = true;
        }
    }

    private void submitAll() throws IOException {
        int number = nextTask.getAndIncrement();
        while (!over && number < load.tasks()) {
            queue.submit(Load.task(number));
            log.submitted(Load.task(number));
            number = nextTask.getAndIncrement();
        }
        submitting.decrementAndGet();
    }

    private void work() throws Exception {
        while (!over) {
            long askedNs = System.nanoTime();
            Handout handout = queue.take();
            if (handout != null) {
                running.incrementAndGet();
                log.started(new Start(handout.task(), askedNs, System.nanoTime(), handout.startedNs()));
                carryOut(handout);
                running.decrementAndGet();
            }
        }
    }

    private void carryOut(Handout handout) throws Exception {
        TimeUnit.NANOSECONDS.sleep(load.taskNs());
        log.finished(handout.task(), System.nanoTime());
        queue.finish(handout);
    }

    /** Looks on until the race is over: several looks in a row find nothing to start, or time is up. */
    private void watch(long beganNs, Consumer<Progress> progress) throws IOException, InterruptedException {
        int idleLooks = 0;
        long elapsedNs = 0;
        while (!over && idleLooks < IDLE_LOOKS && elapsedNs < load.boundNs()) {
            Thread.sleep(LOOK_MS);
            idleLooks = isIdle() ? idleLooks + 1 : 0;
            Progress seen = progress(beganNs);
            elapsedNs = seen.elapsedNs();
            progress.accept(seen);
        }
    }

    private Progress progress(long beganNs) {
        return new Progress(log.doneCount(), log.repeatCount(), System.nanoTime() - beganNs);
    }

    private boolean isIdle() throws IOException {
        return submitting.get() == 0 && running.get() == 0 && queue.waiting() == 0;
    }

    private Verdict verdict() throws IOException {
        List<String> left = new ArrayList<>();
        for (String task : Verdict.unseen(log.submitted(), log.starts())) {
            if (queue.holds(task)) {
                left.add(task);
            }
        }
        return Verdict.of(
                log.submitted(),
                log.starts(),
                log.finishes(),
                left,
                load.limit().windowNs());
    }
}
