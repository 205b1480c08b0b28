package io.sluice.core;

import java.util.List;
import org.agrona.DirectBuffer;

/** Hears answers and does nothing, for whoever listens to a few. */
public abstract class NoReplies implements Replies {
    /** Makes one that hears nothing but what a subclass does. */
    protected NoReplies() {}

    @Override
    public void submitted(long correlationId, DirectBuffer id) {}

    @Override
    public void leases(long correlationId, int count) {}

    @Override
    public void lease(long correlationId, Task task) {}

    @Override
    public void completed(long correlationId) {}

    @Override
    public void state(long correlationId, TaskState state) {}

    @Override
    public void extended(long correlationId, long deadlineNs) {}

    @Override
    public void cancelled(long correlationId, boolean cancelled) {}

    @Override
    public void task(long correlationId, Task task, Outlook outlook) {}

    @Override
    public void none(long correlationId) {}

    @Override
    public void queue(long correlationId, QueueStatus status) {}

    @Override
    public void names(long correlationId, List<String> names) {}

    @Override
    public void limit(long correlationId, LimitStatus status) {}

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {}

    @Override
    public void count(long correlationId, long count) {}

    @Override
    public void ids(long correlationId, int count) {}

    @Override
    public void id(long correlationId, DirectBuffer id) {}

    @Override
    public void next(long correlationId, long inNs) {}

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {}

    @Override
    public void done(long correlationId) {}

    @Override
    public void refused(long correlationId, Refusal refusal) {}
}
