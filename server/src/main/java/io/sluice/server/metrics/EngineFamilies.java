package io.sluice.server.metrics;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.EngineStatus;
import io.sluice.core.LimitStatus;
import io.sluice.server.metrics.Family.Distribution;
import io.sluice.server.metrics.Family.Sample;
import io.sluice.server.resp.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The metrics of the engine: its loop, its journal, its memory and its limits. */
final class EngineFamilies {
    private static final String LIMIT = "limit";
    private static final String RATE = "rate";

    private final EngineStatus status;
    private final EngineMeter meter;
    private final List<LimitStatus> limits;

    EngineFamilies(EngineStatus status, EngineMeter meter, List<LimitStatus> limits) {
        this.status = status;
        this.meter = meter;
        this.limits = limits;
    }

    /** Returns them all. */
    Stream<MetricSnapshot> all() {
        return Stream.of(loop(), journal(), tasks(), limits()).flatMap(families -> families);
    }

    private Stream<MetricSnapshot> loop() {
        return Stream.of(
                Family.histogram(
                        "sluice_loop_turn_seconds",
                        "What a turn of the engine's loop took, without what it waited with nothing to do.",
                        Family.SECONDS,
                        List.of(new Distribution(meter.turns()))),
                Family.counter(
                        "sluice_loop_wait_seconds",
                        "How long the engine's loop waited with nothing to do.",
                        List.of(new Sample(meter.waitedNs() * Family.SECONDS))));
    }

    private Stream<MetricSnapshot> journal() {
        return Stream.of(
                Family.histogram(
                        "sluice_journal_commit_seconds",
                        "What it took to append a batch and, with fsync, to force it to disk.",
                        Family.SECONDS,
                        List.of(new Distribution(meter.commitTimes()))),
                Family.histogram(
                        "sluice_journal_commit_bytes",
                        "What a batch appended to the journal.",
                        Family.AS_IS,
                        List.of(new Distribution(meter.commitLengths()))),
                Family.gauge("sluice_journal_bytes", "Length of the journal.", status.journalBytes()),
                Family.gauge(
                        "sluice_journal_generation", "Number of the journal's latest generation.", status.generation()),
                Family.gauge(
                        "sluice_recovery_seconds",
                        "How long the last start took to recover what was there.",
                        status.recoveryNs() * Family.SECONDS),
                Family.gauge(
                        "sluice_recovery_tasks", "Tasks that were there at the last start.", status.recoveredTasks()));
    }

    private Stream<MetricSnapshot> tasks() {
        return Stream.of(
                Family.gauge("sluice_tasks", "Tasks kept, in whatever state.", status.tasks()),
                Family.gauge("sluice_queues", "Queues.", status.queues()),
                Family.gauge("sluice_limits", "Shared limits.", status.limits()),
                Family.gauge("sluice_tasks_memory_bytes", "Memory taken up by tasks.", status.taskBytes()),
                Family.gauge(
                        "sluice_tasks_memory_max_bytes",
                        "Memory that tasks may take up.",
                        status.maxMemoryBytes() == Long.MAX_VALUE
                                ? Double.POSITIVE_INFINITY
                                : status.maxMemoryBytes()));
    }

    private Stream<MetricSnapshot> limits() {
        List<Sample> used = new ArrayList<>();
        List<Sample> most = new ArrayList<>();
        List<Sample> next = new ArrayList<>();
        for (LimitStatus limit : limits) {
            next.add(new Sample(Labels.of(LIMIT, limit.name()), limit.nextNs() * Family.SECONDS));
            for (int i = 0; i < limit.rates().size(); i++) {
                Labels rate = Labels.of(
                        LIMIT, limit.name(), RATE, Values.text(limit.rates().get(i)));
                used.add(new Sample(rate, limit.used().get(i)));
                most.add(new Sample(rate, limit.rates().get(i).starts()));
            }
        }
        return Stream.of(
                Family.gauge("sluice_limit_used_starts", "Starts that count under the limit now.", used),
                Family.gauge("sluice_limit_max_starts", "Starts that the limit allows in its window.", most),
                Family.gauge(
                        "sluice_limit_next_start_seconds", "How long until the limit allows one more start.", next));
    }
}
