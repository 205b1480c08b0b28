package io.sluice.bench.compare;

import io.sluice.server.resp.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What a contest found, as tables: over its repetitions the median and the range, ratios within each of them. */
final class Tables {
    private static final List<String> WORK_COLUMNS = List.of(
            "durability",
            "shape",
            "side",
            "submit, k/s",
            "Sluice : it",
            "claim+complete, k/s",
            "Sluice : it",
            "p50, µs",
            "p99, µs",
            "server CPU, µs");
    private static final List<String> LIMIT_COLUMNS = List.of(
            "side", "way", "limit", "starts", "most starts in a window", "as clients saw it", "so the limit was");
    private static final List<String> RAW_COLUMNS = List.of(
            "repetition",
            "durability",
            "shape",
            "side",
            "phase",
            "count",
            "seconds",
            "p50_us",
            "p99_us",
            "server_cpu_s",
            "limit",
            "most_by_server",
            "most_by_clients");

    private final List<Measurement> measurements;
    private final List<LimitFinding> findings;

    Tables(List<Measurement> measurements, List<LimitFinding> findings) {
        this.measurements = measurements;
        this.findings = findings;
    }

    /** Returns a row for each side in each shape at each durability, in the order in which they were first measured. */
    Table work() {
        List<List<String>> rows = new ArrayList<>();
        measurements.stream()
                .filter(each -> each.repetition() == 1 && each.phase() == Measurement.Phase.PAIR)
                .forEach(each -> rows.add(row(each.promise(), each.shape(), each.side())));
        return new Table(WORK_COLUMNS, rows);
    }

    /** Returns a row for each way to keep a limit. */
    Table limits() {
        return new Table(LIMIT_COLUMNS, findings.stream().map(Tables::row).toList());
    }

    /** Returns every measurement and finding as it is. */
    Table raw() {
        List<List<String>> rows = new ArrayList<>();
        measurements.forEach(each -> rows.add(List.of(
                Integer.toString(each.repetition()),
                each.promise().word(),
                each.shape().toString(),
                each.side().word(),
                each.phase().name().toLowerCase(Locale.ROOT),
                Integer.toString(each.tasks()),
                seconds(each.tookNs()),
                Long.toString(each.p50Us()),
                Long.toString(each.p99Us()),
                seconds(each.serverCpuNs()),
                "",
                "",
                "")));
        findings.forEach(each -> rows.add(List.of(
                "",
                "",
                "",
                each.side().word(),
                each.way(),
                Integer.toString(each.starts()),
                "",
                "",
                "",
                "",
                Values.text(each.limit()),
                Integer.toString(each.mostByServer()),
                Integer.toString(each.mostByClients()))));
        return new Table(RAW_COLUMNS, rows);
    }

    private List<String> row(Promise promise, Shape shape, Side side) {
        List<Measurement> submits = of(promise, shape, side, Measurement.Phase.SUBMIT);
        List<Measurement> pairs = of(promise, shape, side, Measurement.Phase.PAIR);
        return List.of(
                side.peer().means(promise),
                shape.toString(),
                side.word(),
                spread(submits, each -> each.perSecond() / 1e3).text(),
                ratio(of(promise, shape, Side.SLUICE, Measurement.Phase.SUBMIT), submits),
                spread(pairs, each -> each.perSecond() / 1e3).text(),
                ratio(of(promise, shape, Side.SLUICE, Measurement.Phase.PAIR), pairs),
                spread(pairs, Measurement::p50Us).text(),
                spread(pairs, Measurement::p99Us).text(),
                spread(pairs, Measurement::serverCpuUsEach).text());
    }

    private List<Measurement> of(Promise promise, Shape shape, Side side, Measurement.Phase phase) {
        return measurements.stream()
                .filter(each -> each.promise() == promise
                        && each.shape().equals(shape)
                        && each.side() == side
                        && each.phase() == phase)
                .toList();
    }

    private static Spread spread(List<Measurement> measurements, ToDoubleFunction<Measurement> value) {
        return Spread.of(measurements.stream().mapToDouble(value).toArray());
    }

    /** Both have one measurement for each repetition, in their order. */
    private static String ratio(List<Measurement> sluice, List<Measurement> other) {
        if (sluice.isEmpty() || other.get(0).side() == Side.SLUICE) {
            return "";
        }
        double[] ratios = new double[other.size()];
        Arrays.setAll(ratios, i -> sluice.get(i).perSecond() / other.get(i).perSecond());
        return Spread.of(ratios).text();
    }

    private static List<String> row(LimitFinding finding) {
        return List.of(
                finding.side().word(),
                finding.way(),
                Values.text(finding.limit()),
                Integer.toString(finding.starts()),
                Integer.toString(finding.mostByServer()),
                Integer.toString(finding.mostByClients()),
                finding.exceeded() ? "exceeded" : finding.reached() ? "kept" : "not reached");
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.6f", ns / 1e9);
    }
}
