package io.sluice.server.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.core.QueueStatus;
import io.sluice.core.TaskState;
import io.sluice.server.metrics.Family.Distribution;
import io.sluice.server.metrics.Family.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The metrics of queues: how they stand, and what has happened since the start. */
final class QueueFamilies {
    private static final String QUEUE = "queue";
    private static final String STATE = "state";

    private final List<QueueStatus> named;
    private final List<QueueStatus> others;
    private final List<QueueTotals> totals;

    /**
     * Takes over what there is.
     *
     * @param queues all queues, in the order in which they were made.
     * @param meter what was counted.
     */
    QueueFamilies(List<QueueStatus> queues, EngineMeter meter) {
        int single = Math.min(queues.size(), EngineMeter.MAX_QUEUES);
        named = queues.subList(0, single);
        others = queues.subList(single, queues.size());
        totals = new ArrayList<>(meter.queues());
        if (meter.hasOthers()) {
            totals.add(meter.others());
        }
    }

    /** Returns them all. */
    Stream<MetricSnapshot> all() {
        return Stream.concat(standing(), happened());
    }

    private Stream<MetricSnapshot> standing() {
        return Stream.of(
                Family.gauge("sluice_queue_tasks", "Tasks of the queue, by state.", tasks()),
                Family.gauge(
                        "sluice_queue_oldest_seconds",
                        "How long the task that is queued longest has been queued; 0 without one.",
                        oldest()),
                Family.gauge(
                        "sluice_queue_paused",
                        "1 while the queue is paused.",
                        each(status -> true, status -> status.paused() ? 1 : 0)),
                Family.gauge(
                        "sluice_queue_next_start_seconds",
                        "How long until limits allow one more start; missing while nobody can tell.",
                        each(status -> status.nextNs() >= 0, status -> status.nextNs() * Family.SECONDS)));
    }

    private Stream<MetricSnapshot> happened() {
        return Stream.of(
                counter("submitted", "Tasks submitted.", QueueTotals::submitted),
                counter("started", "Starts.", QueueTotals::started),
                counter("completed", "Tasks completed.", QueueTotals::completed),
                counter("failed", "Attempts that a worker said had failed.", QueueTotals::failed),
                counter("leases_expired", "Leases that ran out.", QueueTotals::leasesExpired),
                counter("returned", "Tasks handed back by their workers.", QueueTotals::returned),
                counter("died", "Tasks that had no attempts left.", QueueTotals::died),
                counter("cancelled", "Tasks withdrawn.", QueueTotals::cancelled),
                counter("expired", "Tasks not started within their time to live.", QueueTotals::expired),
                histogram(
                        "sluice_queue_wait_seconds",
                        "How long tasks could have been started before they were.",
                        QueueTotals::waits),
                histogram("sluice_queue_run_seconds", "How long tasks ran, however that ended.", QueueTotals::runs));
    }

    private List<Sample> tasks() {
        List<Sample> samples = new ArrayList<>();
        for (TaskState state : TaskState.values()) {
            for (QueueStatus status : named) {
                samples.add(new Sample(Labels.of(QUEUE, status.name(), STATE, state.word()), count(status, state)));
            }
            if (!others.isEmpty()) {
                long sum = others.stream()
                        .mapToLong(status -> count(status, state))
                        .sum();
                samples.add(new Sample(Labels.of(QUEUE, EngineMeter.OTHERS, STATE, state.word()), sum));
            }
        }
        return samples;
    }

    private List<Sample> oldest() {
        List<Sample> samples = each(status -> true, QueueFamilies::oldestSeconds);
        others.stream()
                .mapToDouble(QueueFamilies::oldestSeconds)
                .max()
                .ifPresent(oldest -> samples.add(new Sample(Labels.of(QUEUE, EngineMeter.OTHERS), oldest)));
        return samples;
    }

    private static double oldestSeconds(QueueStatus status) {
        return Math.max(0, status.oldestNs()) * Family.SECONDS;
    }

    private List<Sample> each(Predicate<QueueStatus> which, ToDoubleFunction<QueueStatus> value) {
        List<Sample> samples = new ArrayList<>();
        named.stream()
                .filter(which)
                .forEach(status ->
                        samples.add(new Sample(Labels.of(QUEUE, status.name()), value.applyAsDouble(status))));
        return samples;
    }

    private MetricSnapshot counter(String name, String help, ToLongFunction<QueueTotals> value) {
        return Family.counter(
                "sluice_queue_" + name,
                help,
                totals.stream()
                        .map(queue -> new Sample(Labels.of(QUEUE, queue.queue()), value.applyAsLong(queue)))
                        .toList());
    }

    /** Returns a histogram of the queues that have anything in it: each takes as many lines as it has ranges. */
    private MetricSnapshot histogram(String name, String help, Function<QueueTotals, Histogram> values) {
        return Family.histogram(
                name,
                help,
                Family.SECONDS,
                totals.stream()
                        .filter(queue -> values.apply(queue).count() > 0)
                        .map(queue -> new Distribution(Labels.of(QUEUE, queue.queue()), values.apply(queue)))
                        .toList());
    }

    private static long count(QueueStatus status, TaskState state) {
        return switch (state) {
            case DELAYED -> status.delayed();
            case QUEUED -> status.queued();
            case RUNNING -> status.running();
            case COMPLETED -> status.completed();
            case DEAD -> status.dead();
            case CANCELLED -> status.cancelled();
            case EXPIRED -> status.expired();
        };
    }
}
