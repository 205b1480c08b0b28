package io.sluice;

import io.sluice.core.NoEvents;
import io.sluice.core.QueueSettings;
import io.sluice.core.State;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import org.agrona.DirectBuffer;

/** Tells a {@link Meter} of the events that it counts, while the state still is as it was before each of them. */
final class MeteredEvents extends NoEvents {
    private final Meter meter;
    private final State state;

    /** Tells the meter of the queues that are there. */
    MeteredEvents(Meter meter, State state) {
        this.meter = meter;
        this.state = state;
        for (int queue = 0; queue < state.queueCount(); queue++) {
            meter.queue(queue, state.queueName(queue));
        }
    }

    @Override
    public void queueSet(int queue, String name, QueueSettings settings) {
        if (queue == state.queueCount()) {
            meter.queue(queue, name);
        }
    }

    @Override
    public void submitted(long task, int queue, long atNs, long dueNs, Submission submission) {
        meter.submitted(queue);
    }

    @Override
    public void started(long task, long token, long atNs, long deadlineNs) {
        Task started = state.task(task);
        meter.started(started.queue(), atNs - started.turnNs());
    }

    @Override
    public void completed(long task, long atNs, long forgetNs, DirectBuffer result) {
        Task completed = state.task(task);
        meter.completed(completed.queue(), atNs - completed.startedNs());
    }

    @Override
    public void retried(long task, long atNs, long dueNs, DirectBuffer error) {
        attemptEnded(state.task(task), atNs);
    }

    @Override
    public void returned(long task, long atNs, long dueNs) {
        Task returned = state.task(task);
        meter.returned(returned.queue(), atNs - returned.startedNs());
    }

    @Override
    public void died(long task, long atNs, DirectBuffer error) {
        Task died = state.task(task);
        attemptEnded(died, atNs);
        meter.died(died.queue());
    }

    @Override
    public void cancelled(long task, long atNs, long forgetNs) {
        meter.cancelled(state.task(task).queue());
    }

    @Override
    public void expired(long task, long atNs, long forgetNs) {
        meter.expired(state.task(task).queue());
    }

    /** A worker is heard only before its lease's deadline, so an attempt that ends there or later has run out. */
    private void attemptEnded(Task running, long atNs) {
        long ranNs = atNs - running.startedNs();
        if (atNs < running.turnNs()) {
            meter.failed(running.queue(), ranNs);
        } else {
            meter.leaseExpired(running.queue(), ranNs);
        }
    }
}
