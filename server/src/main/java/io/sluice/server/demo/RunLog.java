package io.sluice.server.demo;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What submitters and workers saw, written down by themselves: no queue is asked. Any thread may write; the lists are
 * read when all have stopped.
 */
final class RunLog {
    private final Queue<String> submitted = new ConcurrentLinkedQueue<>();
    private final Queue<Start> starts = new ConcurrentLinkedQueue<>();
    private final Queue<String> finishes = new ConcurrentLinkedQueue<>();
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private final AtomicInteger doneCount = new AtomicInteger();
    private final AtomicInteger repeatCount = new AtomicInteger();
    private volatile long lastFinishNs;

    /**
     * A start as a worker saw it.
     *
     * @param task the task's name.
     * @param askedNs when the worker asked for it, {@link System#nanoTime}.
     * @param seenNs when the worker had it in its hands, {@link System#nanoTime}.
     * @param toldNs when it started as the queue tells it, nanoseconds on the queue's clock.
     */
    record Start(String task, long askedNs, long seenNs, long toldNs) {}

    void submitted(String task) {
        submitted.add(task);
    }

    void started(Start start) {
        starts.add(start);
    }

    void finished(String task, long nowNs) {
        finishes.add(task);
        (done.add(task) ? doneCount : repeatCount).incrementAndGet();
        lastFinishNs = nowNs;
    }

    /** Returns how many tasks are done, each counted once. */
    int doneCount() {
        return doneCount.get();
    }

    /** Returns how often a task was done that was done before. */
    int repeatCount() {
        return repeatCount.get();
    }

    /** Returns about when the last task was done, {@link System#nanoTime}; of no meaning before the first. */
    long lastFinishNs() {
        return lastFinishNs;
    }

    List<String> submitted() {
        return List.copyOf(submitted);
    }

    List<Start> starts() {
        return List.copyOf(starts);
    }

    List<String> finishes() {
        return List.copyOf(finishes);
    }
}
