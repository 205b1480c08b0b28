package io.sluice;

import io.sluice.codec.MessageBuffer;
import io.sluice.codec.ReplyDecoder;
import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;

/**
 * The thread that decodes the replies of embedded requests and has their futures completed by an executor, many at a time.
 * A callback that blocks holds back nothing but itself: when a batch gets no further, another thread of the executor joins
 * in.
 */
final class ReplyDelivery implements Replies, Runnable {
    private final HeldReplies held;
    private final Requests requests;
    private final Executor executor;
    private final LeaseMaker leaseMaker;
    private final Consumer<Throwable> onFailure;
    private final ArrayDeque<ReplyBatch> unfinished = new ArrayDeque<>();
    private ReplyBatch batch;
    private List<Lease> leases;
    private int leasesToCome;
    private List<String> ids;
    private int idsToCome;
    private long lookedNs = System.nanoTime();

    /** Makes leases out of tasks that were started. */
    interface LeaseMaker {
        Lease make(Task task);
    }

    ReplyDelivery(
            HeldReplies held,
            Requests requests,
            Executor executor,
            LeaseMaker leaseMaker,
            Consumer<Throwable> onFailure) {
        this.held = held;
        this.requests = requests;
        this.executor = executor;
        this.leaseMaker = leaseMaker;
        this.onFailure = onFailure;
        batch = new ReplyBatch(requests);
    }

    /** Delivers until the end of what is let out, and fails what is left then. */
    @Override
    public void run() {
        try {
            deliver();
        } catch (Throwable e) {
            requests.close(new EngineFailedException(e));
            onFailure.accept(e);
            unfinished.forEach(ReplyBatch::run);
            batch.run();
        }
        requests.end();
    }

    private void deliver() {
        ReplyDecoder decoder = new ReplyDecoder(this);
        while (!held.isOver()) {
            MessageBuffer buffer = held.take(unfinished.isEmpty() ? Long.MAX_VALUE : ReplyBatch.STALL_NS);
            if (buffer != null) {
                buffer.read(decoder);
                held.giveBack(buffer);
                dispatch();
            }
            look(System.nanoTime());
        }
    }

    private void look(long nowNs) {
        if (nowNs - lookedNs >= ReplyBatch.STALL_NS) {
            lookedNs = nowNs;
            unfinished.removeIf(started -> !started.needsHelp(executor));
        }
    }

    @Override
    public void submitted(long correlationId, DirectBuffer id) {
        answer(correlationId, TaskStatus.text(id));
    }

    @Override
    public void leases(long correlationId, int count) {
        if (count == 0) {
            answer(correlationId, List.of());
        } else {
            leases = new ArrayList<>(count);
            leasesToCome = count;
        }
    }

    @Override
    public void lease(long correlationId, Task task) {
        leases.add(leaseMaker.make(task));
        if (--leasesToCome == 0) {
            answer(correlationId, leases);
        }
    }

    @Override
    public void completed(long correlationId) {
        answer(correlationId, null);
    }

    @Override
    public void state(long correlationId, TaskState state) {
        answer(correlationId, state);
    }

    @Override
    public void extended(long correlationId, long deadlineNs) {
        answer(correlationId, TaskStatus.instant(deadlineNs));
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        answer(correlationId, cancelled);
    }

    @Override
    public void task(long correlationId, Task task, Outlook outlook) {
        answer(correlationId, Optional.of(TaskStatus.of(task, outlook)));
    }

    @Override
    public void none(long correlationId) {
        answer(correlationId, Optional.empty());
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        answer(correlationId, status);
    }

    @Override
    public void names(long correlationId, List<String> names) {
        answer(correlationId, names);
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        answer(correlationId, status);
    }

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {
        answer(correlationId, new Taken(granted, remaining, duration(retryNs)));
    }

    @Override
    public void count(long correlationId, long count) {
        answer(correlationId, count);
    }

    @Override
    public void ids(long correlationId, int count) {
        if (count == 0) {
            answer(correlationId, List.of());
        } else {
            ids = new ArrayList<>(count);
            idsToCome = count;
        }
    }

    @Override
    public void id(long correlationId, DirectBuffer id) {
        ids.add(TaskStatus.text(id));
        if (--idsToCome == 0) {
            answer(correlationId, ids);
        }
    }

    @Override
    public void next(long correlationId, long inNs) {
        answer(correlationId, duration(inNs));
    }

    private static Optional<Duration> duration(long inNs) {
        return inNs < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(inNs));
    }

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {
        answer(correlationId, windows);
    }

    @Override
    public void done(long correlationId) {
        answer(correlationId, null);
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        answer(correlationId, new RefusedException(refusal));
    }

    private void answer(long correlationId, Object value) {
        Request<?> request = requests.take(correlationId);
        if (request != null) {
            batch.add(request, value);
            if (batch.isFull()) {
                dispatch();
            }
        }
    }

    private void dispatch() {
        if (!batch.isEmpty()) {
            ReplyBatch full = batch;
            batch = new ReplyBatch(requests);
            unfinished.add(full);
            full.start(executor);
        }
    }
}
