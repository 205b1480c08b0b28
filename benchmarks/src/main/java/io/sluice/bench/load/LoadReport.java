package io.sluice.bench.load;

import io.sluice.bench.report.Percentiles;
import io.sluice.bench.report.Report;
import io.sluice.bench.report.Timeline;
import io.sluice.bench.workload.Texts;
import io.sluice.server.resp.Values;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What came of a load: on one screen, as a report with plots and as figures over time. */
final class LoadReport {
    private static final String FROM = "from the intended instant";

    private final LoadRun run;
    private final Plan plan;
    private final Checker checker;

    LoadReport(LoadRun run, Plan plan) {
        this.run = run;
        this.plan = plan;
        checker = run.checker();
    }

    /** Prints it. */
    void print(PrintWriter out) {
        out.println(headline());
        out.println();
        out.println(row(FROM, Percentiles.names()));
        latencies().forEach((what, us) -> out.println(row(what, Percentiles.of(us))));
        out.println();
        findings().forEach((what, found) -> out.println(row(what, List.of(found))));
        out.flush();
    }

    /** Returns it with plots; {@code said} is what was asked for, by name. */
    Report report(Map<String, String> said) {
        List<String> columns = new ArrayList<>(List.of(FROM));
        columns.addAll(Percentiles.names());
        List<List<String>> rows = new ArrayList<>();
        latencies().forEach((what, us) -> {
            List<String> cells = new ArrayList<>(List.of(what));
            cells.addAll(Percentiles.of(us));
            rows.add(cells);
        });
        Timeline timeline = timeline();
        Report report = new Report("A load, live")
                .facts(said)
                .heading("What came of it")
                .text(headline())
                .heading("What the checker found")
                .text(verdict())
                .facts(findings())
                .heading("How long it took")
                .table(columns, rows)
                .plot(Percentiles.plot("So many took no longer than that, from the intended instant", latencies()))
                .heading("On the way")
                .plot(timeline.plot("Throughput", "submitted", "started", "completed", "refused"))
                .plot(timeline.plot(
                        "How long until tasks were in a worker's hands, from the intended instant",
                        "start p50",
                        "start p99",
                        "start max"))
                .plot(timeline.plot(
                        "How long until submits were answered, from the intended instant",
                        "submit p50",
                        "submit p99",
                        "submit max"))
                .plot(timeline.plot("Backlog", "not yet taken in", "not yet started"));
        return plan.limit() == null ? report : report.plot(timeline.plot("Use of the limit", "limit used"));
    }

    /** Returns how everything went over time. */
    Timeline timeline() {
        Timeline timeline = new Timeline(
                        run.samples().stream().mapToLong(Sample::atNs).toArray())
                .with("submitted", "tasks/s", rates(Sample::submitted))
                .with("started", "tasks/s", rates(Sample::started))
                .with("completed", "tasks/s", rates(Sample::completed))
                .with("refused", "tasks/s", rates(Sample::refused))
                .with("start p50", "ms", values(sample -> sample.startMs().p50()))
                .with("start p99", "ms", values(sample -> sample.startMs().p99()))
                .with("start max", "ms", values(sample -> sample.startMs().max()))
                .with("submit p50", "ms", values(sample -> sample.submitMs().p50()))
                .with("submit p99", "ms", values(sample -> sample.submitMs().p99()))
                .with("submit max", "ms", values(sample -> sample.submitMs().max()))
                .with("not yet taken in", "tasks", values(sample -> sample.due() - sample.submitted()))
                .with("not yet started", "tasks", values(sample -> sample.submitted() - sample.started()));
        if (plan.limit() != null) {
            double most = plan.limit().starts();
            timeline.with("limit used", "%", values(sample -> 100 * sample.inWindow() / most));
        }
        return timeline;
    }

    /** Says whether all was as it has to be. */
    String verdict() {
        return checker.isExact()
                ? "Each task was handed out once"
                        + (plan.limit() == null ? "." : ", and no window had too many starts.")
                : "What is under load did not do what it promises, see what was found.";
    }

    private String headline() {
        int done = checker.completedCount();
        return String.format(
                Locale.ROOT,
                "%,d tasks completed of %,d submitted in %s: %,.0f a second",
                done,
                checker.submittedCount(),
                Texts.duration(run.tookNs()),
                done / (run.tookNs() / 1e9));
    }

    private Map<String, Histogram> latencies() {
        Map<String, Histogram> us = new LinkedHashMap<>();
        us.put("submit answered", run.submits().us());
        us.put("in a worker's hands", run.starts().us());
        us.put("completion answered", run.completions().us());
        return us;
    }

    private Map<String, String> findings() {
        Map<String, String> found = new LinkedHashMap<>();
        found.put("refused", count(checker.refusedCount()));
        found.put("still waiting", count(checker.waitingCount()));
        found.put("lost", count(checker.lost()));
        found.put("handed out twice", count(checker.startedTwice()));
        found.put("not of this load", count(checker.unknown()));
        if (plan.limit() != null) {
            found.put("limit", Values.text(plan.limit()));
            found.put("most starts in a window", count(checker.mostStarts()));
            found.put("too soon by our clock", count(checker.tooSoon()));
        }
        return found;
    }

    /** Returns by how much a total grew a second, from sample to sample. */
    private double[] rates(ToDoubleFunction<Sample> total) {
        double[] rates = new double[run.samples().size()];
        double lastTotal = 0;
        long lastNs = 0;
        for (int i = 0; i < rates.length; i++) {
            Sample sample = run.samples().get(i);
            rates[i] = (total.applyAsDouble(sample) - lastTotal) / ((sample.atNs() - lastNs) / 1e9);
            lastTotal = total.applyAsDouble(sample);
            lastNs = sample.atNs();
        }
        return rates;
    }

    private double[] values(ToDoubleFunction<Sample> value) {
        return run.samples().stream().mapToDouble(value).toArray();
    }

    private static String row(String head, List<String> cells) {
        return String.format("%-28s", head)
                + cells.stream().map(cell -> String.format("%11s", cell)).collect(Collectors.joining());
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
