package io.sluice.bench.simulate;

import io.sluice.bench.report.Plot;
import io.sluice.bench.report.Report;
import io.sluice.bench.workload.Texts;
import io.sluice.core.QueueStatus;
import io.sluice.server.resp.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** What came of a simulation, as a report with plots. */
final class OutcomeReport {
    private static final double[] PERCENTILES = {50, 75, 90, 99, 99.9, 99.99, 100};
    private static final int POINTS = 200;

    private final Outcome outcome;

    private OutcomeReport(Outcome outcome) {
        this.outcome = outcome;
    }

    /** Returns the report; {@code said} is what was asked for, by name. */
    static Report of(Outcome outcome, Map<String, String> said) {
        return new OutcomeReport(outcome).report(said);
    }

    private Report report(Map<String, String> said) {
        Report report = new Report("A load, simulated")
                .facts(said)
                .heading("What came of it")
                .facts(facts())
                .heading("How long tasks waited for their first start")
                .table(List.of("percentile", "wait"), waits())
                .plot(distribution());
        if (!outcome.fullest().isEmpty()) {
            report.heading("Limits").table(List.of("limit", "rate", "most starts in any window", "used"), limits());
        }
        report.heading("On the way").plot(depth()).plot(rates());
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
        facts.put("starts", count(outcome.starts()));
        facts.put(
                "dead",
                count(outcome.queues().stream().mapToLong(QueueStatus::dead).sum()));
        facts.put("not done at the end", count(outcome.left()));
        return facts;
    }

    private List<List<String>> waits() {
        List<List<String>> rows = new ArrayList<>();
        for (double percentile : PERCENTILES) {
            long waitedUs = outcome.waitUs().getValueAtPercentile(percentile);
            rows.add(List.of(
                    percentile == 100 ? "longest" : Texts.number(percentile) + " %", Texts.duration(1_000 * waitedUs)));
        }
        return rows;
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

    private Plot distribution() {
        Histogram waitUs = outcome.waitUs();
        double[] parts = new double[POINTS + 1];
        double[] waits = new double[POINTS + 1];
        for (int i = 0; i <= POINTS; i++) {
            parts[i] = 100.0 * i / POINTS;
            waits[i] = waitUs.getValueAtPercentile(parts[i]) / 1e6;
        }
        return new Plot("So many tasks waited no longer than that", "% of tasks", parts).with("wait", "s", waits);
    }

    private Plot depth() {
        return new Plot("Tasks that wait, and workers at work", "hours", hours())
                .with("queued", "tasks", samples(Sample::queued))
                .with("delayed", "tasks", samples(Sample::delayed))
                .with("busy workers", "workers", samples(Sample::busy));
    }

    private Plot rates() {
        double seconds =
                outcome.samples().isEmpty() ? 1 : outcome.samples().get(0).atNs() / 1e9;
        return new Plot("Arrivals and starts, and how full the fullest limit is", "hours", hours())
                .with("submitted", "tasks/s", samples(sample -> sample.submitted() / seconds))
                .with("started", "tasks/s", samples(sample -> sample.started() / seconds))
                .with("limit used", "%", samples(sample -> 100 * sample.used()));
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

    private double[] hours() {
        return samples(sample -> sample.atNs() / 3.6e12);
    }

    private double[] samples(ToDoubleFunction<Sample> value) {
        return outcome.samples().stream().mapToDouble(value).toArray();
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
