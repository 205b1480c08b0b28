package io.sluice.server.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.EngineStatus;
import io.sluice.Sluice;
import io.sluice.core.LimitStatus;
import io.sluice.core.QueueStatus;
import io.sluice.server.Build;
import io.sluice.server.Jvm;
import io.sluice.server.access.User;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** All that is measured, for Prometheus and for the page. Any thread. */
public final class Metrics implements AutoCloseable {
    /** The type of the text. */
    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    /** Limits that are told. */
    private static final int MAX_LIMITS = 1_000;

    private final EngineMeter meter;
    private final DoorFamilies doors;
    private final History history;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private volatile Sampler sampler;

    /**
     * Makes the metrics of a server.
     *
     * @param meter what its engine counts into.
     * @param doors what its doors count into, by their names.
     */
    public Metrics(EngineMeter meter, Map<String, DoorTotals> doors) {
        this.meter = meter;
        this.doors = new DoorFamilies(new TreeMap<>(doors));
        history = new History(meter);
    }

    /**
     * Begins to take the history down.
     *
     * @param sluice the engine, open.
     */
    public void open(Sluice sluice) {
        sampler = new Sampler(history, sluice);
        sampler.start();
    }

    /** Takes no more of it down. */
    @Override
    public void close() {
        if (sampler != null) {
            sampler.close();
        }
    }

    /**
     * Returns the last hour of all queues.
     *
     * @return the one history that there is.
     */
    public History history() {
        return history;
    }

    /**
     * Returns what happened to the tasks of a queue since the start.
     *
     * @param queue its name.
     * @return its totals; {@code null} if there is no such queue, or it is not counted by itself.
     */
    public QueueTotals totals(String queue) {
        return meter.totals(queue);
    }

    /**
     * Asks how everything stands and writes it down.
     *
     * @param sluice the engine, open.
     * @return completes with the text, of type {@link #CONTENT_TYPE}.
     */
    public CompletableFuture<byte[]> scrape(Sluice sluice) {
        Survey survey = new Survey(sluice, User.ANYBODY);
        return sluice.status()
                .thenCompose(status -> survey.queues(Integer.MAX_VALUE)
                        .thenCompose(queues ->
                                survey.limits(queues, MAX_LIMITS).thenApply(limits -> text(status, queues, limits))));
    }

    private byte[] text(EngineStatus status, List<QueueStatus> queues, List<LimitStatus> limits) {
        Stream<MetricSnapshot> all = Stream.of(
                        Stream.of(build()),
                        new EngineFamilies(status, meter, limits).all(),
                        new QueueFamilies(queues, meter).all(),
                        doors.all(),
                        Process.FAMILIES.all())
                .flatMap(families -> families);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, new MetricSnapshots(all.toList()), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    private static MetricSnapshot build() {
        return Family.info(
                "sluice_build",
                "What the server was built from, and the Java that runs it.",
                Labels.of("version", Build.version(), "commit", Build.commit(), "java", Jvm.version()));
    }

    /** The process, of which there is one; measured from the first time it is asked for, which spares it a start. */
    private static final class Process {
        private static final JvmFamilies FAMILIES = new JvmFamilies();
    }
}
