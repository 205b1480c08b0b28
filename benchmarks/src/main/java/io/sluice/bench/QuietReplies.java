package io.sluice.bench;

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

/** Hears the answers and drops them; whoever wants some of them overrides their methods. */
public abstract class QuietReplies implements Replies {
    /** Makes replies that drop everything. */
    protected QuietReplies() {}

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
