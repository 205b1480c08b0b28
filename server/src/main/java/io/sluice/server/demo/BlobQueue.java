package io.sluice.server.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The queue that Sluice exists to replace: each step reads the whole state, changes its own copy and writes it back, with no
 * lock and no version. Between the read and the write of one worker others read the same state, so tasks are done twice,
 * newly submitted ones are overwritten, and starts are missing in the history that the limit is checked against.
 *
 * <p>It gets every kindness that leaves this as it is: a local file instead of a store behind a network, and a submitter
 * that looks whether its task is really there and tries again.
 */
final class BlobQueue implements DemoQueue {
    private static final int LOOKS_PER_WINDOW = 4;
    private static final long MAX_WAIT_MS = 1_000;

    private final Blob blob;
    private final int starts;
    private final long windowMs;

    BlobQueue(Path file, int starts, long windowMs) throws IOException {
        this.blob = new Blob(file);
        this.starts = starts;
        this.windowMs = windowMs;
        blob.write(BlobState.empty());
    }

    @Override
    public void submit(String task) throws IOException {
        do {
            BlobState state = blob.read();
            state.submit(task);
            blob.write(state);
        } while (!blob.read().tasks().containsKey(task));
    }

    @Override
    public Handout take() throws IOException, InterruptedException {
        BlobState state = blob.read();
        long nowMs = System.currentTimeMillis();
        if (state.queue().isEmpty()) {
            Thread.sleep(Math.min(windowMs / LOOKS_PER_WINDOW, MAX_WAIT_MS));
            return null;
        }
        if (!state.isOpen(nowMs, starts, windowMs)) {
            Thread.sleep(Math.min(untilOpenMs(state, nowMs), MAX_WAIT_MS));
            return null;
        }
        String task = state.start(nowMs, windowMs);
        blob.write(state);
        return new Handout(task, TimeUnit.MILLISECONDS.toNanos(nowMs), null);
    }

    @Override
    public void finish(Handout handout) throws IOException {
        BlobState state = blob.read();
        state.finish(handout.task());
        blob.write(state);
    }

    @Override
    public long waiting() throws IOException {
        return blob.read().queue().size();
    }

    @Override
    public boolean holds(String task) throws IOException {
        return blob.read().queue().contains(task);
    }

    @Override
    public void close() {}

    /** Returns how long it is until the oldest start that counts is past, at most a window. */
    private long untilOpenMs(BlobState state, long nowMs) {
        return state.rateLimitHistory().stream()
                .mapToLong(at -> at + windowMs - nowMs)
                .filter(ms -> ms > 0)
                .min()
                .orElse(1);
    }
}
