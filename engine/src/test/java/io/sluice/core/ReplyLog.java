package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Writes every reply down as a line of text: {@code correlation what …}. */
final class ReplyLog implements Replies {
    final List<String> lines = new ArrayList<>();

    static String text(DirectBuffer bytes) {
        return bytes.getStringWithoutLengthUtf8(0, bytes.capacity());
    }

    List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void submitted(long correlationId, DirectBuffer id) {
        lines.add(correlationId + " submitted " + text(id));
    }

    @Override
    public void leases(long correlationId, int count) {
        lines.add(correlationId + " leases " + count);
    }

    @Override
    public void lease(long correlationId, Task task) {
        lines.add(correlationId + " lease " + text(task.id()) + " token " + task.token() + " payload "
                + text(task.payload()) + " of " + text(task.queueName()) + " attempt " + task.attempt() + " at "
                + task.startedNs() + " until " + task.turnNs());
    }

    @Override
    public void completed(long correlationId) {
        lines.add(correlationId + " completed");
    }

    @Override
    public void state(long correlationId, TaskState state) {
        lines.add(correlationId + " state " + state.word());
    }

    @Override
    public void extended(long correlationId, long deadlineNs) {
        lines.add(correlationId + " extended " + deadlineNs);
    }

    @Override
    public void cancelled(long correlationId, boolean cancelled) {
        lines.add(correlationId + " cancelled " + cancelled);
    }

    @Override
    public void task(long correlationId, Task task, Outlook outlook) {
        lines.add(
                correlationId + " task " + text(task.id()) + " " + task.state().word() + " attempt " + task.attempt()
                        + "/" + outlook.attempts() + " priority " + task.priority() + " position " + outlook.position()
                        + " finished " + task.finishedNs() + " size " + task.size() + " error " + text(task.error())
                        + " result " + text(task.result()));
    }

    @Override
    public void none(long correlationId) {
        lines.add(correlationId + " none");
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        lines.add(correlationId + " queue " + status.name() + " submitted " + status.submitted() + " delayed "
                + status.delayed() + " queued " + status.queued() + " running " + status.running() + " completed "
                + status.completed() + " dead " + status.dead() + " cancelled " + status.cancelled() + " forgotten "
                + status.forgotten() + " oldest " + status.oldestNs());
    }

    @Override
    public void queues(long correlationId, List<String> names) {
        lines.add(correlationId + " queues " + names);
    }

    @Override
    public void next(long correlationId, long inNs) {
        lines.add(correlationId + " next " + inNs);
    }

    @Override
    public void audited(long correlationId, List<FullestWindow> windows) {
        lines.add(correlationId + " audited " + windows);
    }

    @Override
    public void done(long correlationId) {
        lines.add(correlationId + " done");
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        lines.add(correlationId + " refused " + refusal);
    }
}
