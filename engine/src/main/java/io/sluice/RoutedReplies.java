package io.sluice;

import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.List;
import org.agrona.DirectBuffer;

/** Sends each reply where its request came from: correlation ids from 0 on are the front door's, negative ones embedded. */
final class RoutedReplies implements Replies {
    private final Replies embedded;
    private Replies door;

    RoutedReplies(Replies embedded) {
        this.embedded = embedded;
    }

    /** Sets what hears the front door's; before that there are none. */
    void door(Replies door) {
        this.door = door;
    }

    private Replies to(long correlationId) {
        return correlationId < 0 ? embedded : door;
    }

    @Override
    public void submitted(long correlationId, DirectBuffer id) {
        to(correlationId).submitted(correlationId, id);
    }

    @Override
    public void leases(long correlationId, int count) {
        to(correlationId).leases(correlationId, count);
    }

    @Override
    public void lease(long correlationId, Task task) {
        to(correlationId).lease(correlationId, task);
    }

    @Override
    public void completed(long correlationId) {
        to(correlationId).completed(correlationId);
    }

    @Override
    public void state(long correlationId, TaskState state) {
        to(correlationId).state(correlationId, state);
    }

    @Override
    public void extended(long correlationId, long deadlineNs) {
        to(correlationId).extended(correlationId, deadlineNs);
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        to(correlationId).cancelled(correlationId, cancelled);
    }

    @Override
    public void task(long correlationId, Task task, Outlook outlook) {
        to(correlationId).task(correlationId, task, outlook);
    }

    @Override
    public void none(long correlationId) {
        to(correlationId).none(correlationId);
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        to(correlationId).queue(correlationId, status);
    }

    @Override
    public void names(long correlationId, List<String> names) {
        to(correlationId).names(correlationId, names);
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        to(correlationId).limit(correlationId, status);
    }

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {
        to(correlationId).taken(correlationId, granted, remaining, retryNs);
    }

    @Override
    public void count(long correlationId, long count) {
        to(correlationId).count(correlationId, count);
    }

    @Override
    public void ids(long correlationId, int count) {
        to(correlationId).ids(correlationId, count);
    }

    @Override
    public void id(long correlationId, DirectBuffer id) {
        to(correlationId).id(correlationId, id);
    }

    @Override
    public void next(long correlationId, long inNs) {
        to(correlationId).next(correlationId, inNs);
    }

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {
        to(correlationId).audited(correlationId, windows);
    }

    @Override
    public void done(long correlationId) {
        to(correlationId).done(correlationId);
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        to(correlationId).refused(correlationId, refusal);
    }
}
