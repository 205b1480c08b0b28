package io.sluice.bench.simulate;

import io.sluice.bench.report.Percentiles;
import io.sluice.bench.report.Plot;
import io.sluice.bench.report.Report;
import io.sluice.bench.report.Timeline;
import io.sluice.bench.workload.Texts;
import io.sluice.core.QueueStatus;
import io.sluice.server.resp.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What came of a simulation, as a report with plots and as figures over time. */
final class OutcomeReport {
    private static final int POINTS = 200;
    private static final int MAX_PLOTTED_QUEUES = 6;

    private final Outcome outcome;
    private final Timeline timeline;

    OutcomeReport(Outcome outcome) {
        this.outcome = outcome;
        timeline = over(outcome.samples());
    }

    /** Returns how everything went over time. */
    Timeline timeline() {
        return timeline;
    }

    /** Returns the report; {@code said} is what was asked for, by name. */
    Report report(Map<String, String> said) {
        Report report = new Report("A load, simulated")
                .facts(said)
                .heading("What came of it")
                .facts(facts())
                .heading("How long tasks waited for their first start")
                .table(waitColumns(), waits())
                .plot(Percentiles.plot("So many tasks waited no longer than that", plottedWaits()));
        if (!outcome.fullest().isEmpty()) {
            report.heading("Limits").table(List.of("limit", "rate", "most starts in any window", "used"), limits());
        }
        report.heading("On the way")
                .plot(timeline.plot("Tasks that wait, and workers at work", "queued", "delayed", "busy"))
                .plot(timeline.plot(
                        "Arrivals, starts and what was shed, and how full the fullest limit is",
                        "submitted",
                        "started",
                        "refused",
                        "expired",
                        "limit used"));
        if (outcome.groupMeansUs().length > 1) {
            report.heading("Groups").text(groups()).plot(groupWaits());
        }
        return report;
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("went on for", Texts.duration(outcome.virtualNs()));
        facts.put("workers", count(outcome.workers()));
        facts.put("submitted", count(outcome.submitted()));
        outcome.refused().forEach((refusal, count) -> facts.put("refused, " + refusal.code(), count(count)));
        facts.put("expired", count(outcome.expired()));
        facts.put("starts", count(outcome.starts()));
        facts.put(
                "dead",
                count(outcome.queues().stream().mapToLong(QueueStatus::dead).sum()));
        facts.put("not done at the end", count(outcome.left()));
        return facts;
    }

    private static List<String> waitColumns() {
        List<String> columns = new ArrayList<>(List.of("queue", "tasks"));
        columns.addAll(Percentiles.names());
        return columns;
    }

    private List<List<String>> waits() {
        List<List<String>> rows = new ArrayList<>();
        if (outcome.waitUsByQueue().size() > 1) {
            rows.add(waits("all", outcome.waitUs()));
        }
        outcome.waitUsByQueue().forEach((queue, waitUs) -> rows.add(waits(queue, waitUs)));
        return rows;
    }

    private static List<String> waits(String queue, Histogram waitUs) {
        List<String> cells = new ArrayList<>(List.of(queue, count(waitUs.getTotalCount())));
        cells.addAll(Percentiles.of(waitUs));
        return cells;
    }

    /** Returns the waits of the queues with the most tasks, or of all tasks where there is one queue. */
    private Map<String, Histogram> plottedWaits() {
        if (outcome.waitUsByQueue().size() <= 1) {
            return Map.of("wait", outcome.waitUs());
        }
        Map<String, Histogram> most = new LinkedHashMap<>();
        outcome.waitUsByQueue().entrySet().stream()
                .sorted(Comparator.comparingLong(each -> -each.getValue().getTotalCount()))
                .limit(MAX_PLOTTED_QUEUES)
                .forEach(each -> most.put(each.getKey(), each.getValue()));
        return most;
    }

    private List<List<String>> limits() {
        return outcome.fullest().stream()
                .map(fullest -> List.of(
                        fullest.limit(),
                        Values.text(fullest.rate()),
                        count(fullest.starts()),
                        String.format(Locale.ROOT, "%.1f %%", 100 * fullest.used())))
                .toList();
    }

    private static Timeline over(List<Sample> samples) {
        double seconds = samples.isEmpty() ? 1 : samples.get(0).atNs() / 1e9;
        return new Timeline(samples.stream().mapToLong(Sample::atNs).toArray())
                .with("queued", "tasks", of(samples, Sample::queued))
                .with("delayed", "tasks", of(samples, Sample::delayed))
                .with("busy", "workers", of(samples, Sample::busy))
                .with(
                        "submitted",
                        "tasks/s",
                        of(samples, sample -> sample.since().submitted() / seconds))
                .with("started", "tasks/s", of(samples, sample -> sample.since().started() / seconds))
                .with("refused", "tasks/s", of(samples, sample -> sample.since().refused() / seconds))
                .with("expired", "tasks/s", of(samples, sample -> sample.since().expired() / seconds))
                .with("limit used", "%", of(samples, sample -> 100 * sample.used()));
    }

    private Plot groupWaits() {
        double[] means = outcome.groupMeansUs();
        double[] parts = new double[POINTS + 1];
        double[] waits = new double[POINTS + 1];
        for (int i = 0; i <= POINTS; i++) {
            parts[i] = 100.0 * i / POINTS;
            waits[i] = means[(int) ((means.length - 1L) * i / POINTS)] / 1e6;
        }
        return new Plot("So many groups waited no longer than that on average", "% of groups", parts)
                .with("mean wait", "s", waits);
    }

    private String groups() {
        return String.format(
                Locale.ROOT,
                "%,d groups had starts. Fairness of their mean waits is %.3f by Jain's index: 1 if all waited as long.",
                outcome.groupMeansUs().length,
                outcome.fairness());
    }

    private static double[] of(List<Sample> samples, ToDoubleFunction<Sample> value) {
        return samples.stream().mapToDouble(value).toArray();
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
