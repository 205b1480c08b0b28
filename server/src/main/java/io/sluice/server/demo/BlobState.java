package io.sluice.server.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything the blob queue knows, as one reader has it in memory. The fields are those of the blob's JSON; instants are
 * Unix milliseconds. Used by one thread, which changes its own copy.
 *
 * @param queue tasks to start, first one first.
 * @param processing tasks that were started and are not finished.
 * @param tasks every task by its name.
 * @param rateLimitHistory when tasks were started lately.
 */
record BlobState(List<String> queue, List<String> processing, Map<String, Entry> tasks, List<Long> rateLimitHistory) {
    /**
     * What the blob says of one task.
     *
     * @param status {@code queued}, {@code processing} or {@code completed}.
     * @param startedAt 0 before it was started.
     */
    record Entry(String status, long startedAt) {}

    /** Returns a state without tasks. */
    static BlobState empty() {
        return new BlobState(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
    }

    /** Puts a task at the end of the queue. */
    void submit(String task) {
        queue.add(task);
        tasks.put(task, new Entry("queued", 0));
    }

    /** Tells whether the limit leaves room for a start. */
    boolean isOpen(long nowMs, int starts, long windowMs) {
        return rateLimitHistory.stream().filter(at -> nowMs - at < windowMs).count() < starts;
    }

    /** Shifts the first task into processing and records the start; the history forgets what is past. */
    String start(long nowMs, long windowMs) {
        String task = queue.remove(0);
        processing.add(task);
        tasks.put(task, new Entry("processing", nowMs));
        rateLimitHistory.removeIf(at -> nowMs - at >= windowMs);
        rateLimitHistory.add(nowMs);
        return task;
    }

    /** Takes a task out of processing. */
    void finish(String task) {
        processing.remove(task);
        Entry entry = tasks.get(task);
        tasks.put(task, new Entry("completed", entry == null ? 0 : entry.startedAt()));
    }
}
