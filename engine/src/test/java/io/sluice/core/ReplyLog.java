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
                + text(task.payload()) + " of " + text(task.queueName()) + " group " + text(task.group()) + " attempt "
                + task.attempt() + " at "
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
        lines.add(correlationId + " task " + text(task.id()) + " "
                + task.state().word() + " group "
                + text(task.group()) + " attempt " + task.attempt() + "/" + outlook.attempts() + " priority "
                + task.priority() + " started " + task.startedNs() + " finished " + task.finishedNs() + " expires "
                + task.expiresNs() + " size " + task.size() + " error " + text(task.error()) + " result "
                + text(task.result()) + " position " + outlook.position() + " why " + outlook.why() + " eta "
                + outlook.etaNs());
    }

    @Override
    public void none(long correlationId) {
        lines.add(correlationId + " none");
    }

    @Override
    public void queue(long correlationId, QueueStatus status) {
        lines.add(correlationId + " queue " + status.name() + " submitted " + status.submitted() + " delayed "
                + status.delayed() + " queued " + status.queued() + " running " + status.running() + " completed "
                + status.completed() + " dead " + status.dead() + " cancelled " + status.cancelled() + " expired "
                + status.expired() + " forgotten " + status.forgotten() + " paused " + status.paused() + " oldest "
                + status.oldestNs() + " next " + status.nextNs() + " " + status.settings());
    }

    @Override
    public void names(long correlationId, List<String> names) {
        lines.add(correlationId + " names " + names);
    }

    @Override
    public void limit(long correlationId, LimitStatus status) {
        lines.add(correlationId + " limit " + status.name() + " " + status.rates() + " guard " + status.guardNs()
                + " used " + status.used() + " next " + status.nextNs());
    }

    @Override
    public void taken(long correlationId, boolean granted, int remaining, long retryNs) {
        lines.add(correlationId + " taken " + granted + " remaining " + remaining + " retry " + retryNs);
    }

    @Override
    public void count(long correlationId, long count) {
        lines.add(correlationId + " count " + count);
    }

    @Override
    public void ids(long correlationId, int count) {
        lines.add(correlationId + " ids " + count);
    }

    @Override
    public void id(long correlationId, DirectBuffer id) {
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + text(id));
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
