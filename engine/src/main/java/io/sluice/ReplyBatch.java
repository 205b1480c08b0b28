package io.sluice;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Futures and their answers, completed one after another by a thread of an executor; where a callback holds that thread
 * up, others take over the rest. Filled, started and watched by one thread.
 */
final class ReplyBatch implements Runnable {
    /** After how long without progress another thread joins in, nanoseconds. */
    static final long STALL_NS = 1_000_000;

    private static final int MAX_REPLIES = 256;
    private static final int LEAVE_AT_ONCE = 64;

    private final Requests requests;
    private final Request<?>[] futures = new Request<?>[MAX_REPLIES];
    private final Object[] answers = new Object[MAX_REPLIES];
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger runnersStarted = new AtomicInteger();
    private int count;
    private int runnersAsked;
    private int nextSeen;

    ReplyBatch(Requests requests) {
        this.requests = requests;
    }

    void add(Request<?> future, Object answer) {
        futures[count] = future;
        answers[count++] = answer;
    }

    boolean isFull() {
        return count == MAX_REPLIES;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Has an executor complete the futures; does it here if the executor will not. */
    void start(Executor executor) {
        runnersAsked++;
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            run();
        }
    }

    /**
     * Looks after the batch: has another thread join in where it gets no further.
     *
     * @return false once each future was begun with.
     */
    boolean needsHelp(Executor executor) {
        int now = next.get();
        if (now < count && now == nextSeen && runnersStarted.get() == runnersAsked) {
            start(executor);
        }
        nextSeen = now;
        return now < count;
    }

    @Override
    public void run() {
        runnersStarted.incrementAndGet();
        int done = 0;
        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
            if (++done == LEAVE_AT_ONCE) {
                requests.leave(done);
                done = 0;
            }
            futures[i].answer(answers[i]);
        }
        requests.leave(done);
    }
}
