package io.sluice.core;

/**
 * A queue at one moment. Always: {@code submitted = delayed + queued + running + completed + dead + cancelled + expired
 * + forgotten}.
 *
 * @param name its name.
 * @param settings its settings.
 * @param paused whether starts are held back by hand.
 * @param submitted tasks ever submitted.
 * @param delayed tasks waiting for their due time.
 * @param queued tasks that wait for a worker or a limit.
 * @param running tasks under a lease.
 * @param completed completed tasks still kept.
 * @param dead dead tasks.
 * @param cancelled cancelled tasks still kept.
 * @param expired expired tasks still kept.
 * @param forgotten tasks no longer kept.
 * @param oldestNs how long the task that is queued longest has been queued, nanoseconds; -1 without one.
 * @param nextNs nanoseconds until one more start is allowed, 0 for now, -1 when no instant is known.
 */
public record QueueStatus(
        String name,
        QueueSettings settings,
        boolean paused,
        long submitted,
        long delayed,
        long queued,
        long running,
        long completed,
        long dead,
        long cancelled,
        long expired,
        long forgotten,
        long oldestNs,
        long nextNs) {}
