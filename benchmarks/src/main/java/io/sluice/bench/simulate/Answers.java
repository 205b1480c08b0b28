package io.sluice.bench.simulate;

import io.sluice.core.LimitStatus;
import io.sluice.core.NoReplies;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.core.Task;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Hears the core's answers: to workers, whose numbers are their correlation ids, and to what comes from outside. */
final class Answers extends NoReplies {
    /** The correlation id of what comes from outside; workers have larger ones. */
    static final long OUTSIDE = 0;

    /** The correlation id of who looks how everything stands, and is refused where it is not there yet. */
    static final long LOOKING = -1;

    private final Feed feed;
    private final Staff staff;
    private final Figures figures;
    private final List<QueueStatus> queues = new ArrayList<>();
    private final List<LimitStatus> limits = new ArrayList<>();

    Answers(Feed feed, Staff staff, Figures figures) {
        this.feed = feed;
        this.staff = staff;
        this.figures = figures;
    }

    @Override
    public void submitted(long correlationId, DirectBuffer id) {
        long task = id.parseNaturalLongAscii(1, id.capacity() - 1);
        feed.accepted(task);
        figures.submit();
    }

    @Override
    public void leases(long correlationId, int count) {
        if (count == 0) {
            staff.unanswered(correlationId);
        }
    }

    @Override
    public void lease(long correlationId, Task task) {
        staff.begin(correlationId, task);
        figures.started(task, feed.dueNs(task.number()), feed.group(task.number()));
    }

    @Override
    public void completed(long correlationId) {
        figures.completed();
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        if (cancelled) {
            figures.cancelled();
        }
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        queues.add(status);
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        limits.add(status);
    }

    /** A worker that comes too late is told so, as it would be live; what is refused from outside is what was shed. */
    @Override
    public void refused(long correlationId, Refusal refusal) {
        if (correlationId == OUTSIDE) {
            figures.refused(refusal);
        }
    }

    /** Returns the queues that were asked for since, and forgets them. */
    List<QueueStatus> takeQueues() {
        List<QueueStatus> taken = List.copyOf(queues);
        queues.clear();
        return taken;
    }

    /** Returns the limits that were asked for since, and forgets them. */
    List<LimitStatus> takeLimits() {
        List<LimitStatus> taken = List.copyOf(limits);
        limits.clear();
        return taken;
    }
}
