package io.sluice.codec;

import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueStatus;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes down every reply it hears, byte for byte, so that two runs can be compared. */
final class ReplyTranscript implements Replies {
    final List<String> lines = new ArrayList<>();

    @Override
    public void submitted(long correlationId, DirectBuffer id) {
        write("submitted", correlationId, Bytes.hex(id));
    }

    @Override
    public void leases(long correlationId, int count) {
        write("leases", correlationId, count);
    }

    @Override
    public void lease(long correlationId, Task task) {
        write("lease", correlationId, fields(task));
    }

    @Override
    public void completed(long correlationId) {
        write("completed", correlationId);
    }

    @Override
    public void state(long correlationId, TaskState state) {
        write("state", correlationId, state);
    }

    @Override
    public void extended(long correlationId, long deadlineNs) {
        write("extended", correlationId, deadlineNs);
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        write("cancelled", correlationId, cancelled);
    }

    @Override
    public void task(long correlationId, Task task, Outlook outlook) {
        write("task", correlationId, fields(task), outlook);
    }

    @Override
    public void none(long correlationId) {
        write("none", correlationId);
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        write("queue", correlationId, status);
    }

    @Override
    public void names(long correlationId, List<String> names) {
        write("names", correlationId, names);
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        write("limit", correlationId, status);
    }

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {
        write("taken", correlationId, granted, remaining, retryNs);
    }

    @Override
    public void count(long correlationId, long count) {
        write("count", correlationId, count);
    }

    @Override
    public void ids(long correlationId, int count) {
        write("ids", correlationId, count);
    }

    @Override
    public void id(long correlationId, DirectBuffer id) {
        write("id", correlationId, Bytes.hex(id));
    }

    @Override
    public void next(long correlationId, long inNs) {
        write("next", correlationId, inNs);
    }

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {
        write("audited", correlationId, windows);
    }

    @Override
    public void done(long correlationId) {
        write("done", correlationId);
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        write("refused", correlationId, refusal);
    }

    private void write(Object... words) {
        lines.add(List.of(words).toString());
    }

    private static String fields(Task task) {
        List<Object> fields = List.of(
                task.number(),
                task.queue(),
                Bytes.hex(task.queueName()),
                Bytes.hex(task.id()),
                task.named(),
                task.state(),
                task.priority(),
                Bytes.hex(task.group()),
                task.turn(),
                task.expiresNs(),
                task.attempt(),
                task.attempts(),
                task.leaseNs(),
                task.keepNs(),
                task.submittedNs(),
                task.startedNs(),
                task.finishedNs(),
                task.turnNs(),
                task.token(),
                task.size(),
                Bytes.hex(task.payload()),
                Bytes.hex(task.error()),
                Bytes.hex(task.result()));
        return fields.toString();
    }
}
