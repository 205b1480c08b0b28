package io.sluice.bench.plan;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** One measurement as a line of comma-separated values. */
final class Row {
    /** What there may be of a measurement. Times are microseconds unless their unit stands there; processor times are of one task. */
    enum Column {
        COMMIT,
        DATE,
        /** force, restart, memory, full, half or search. */
        WHAT,
        /** What is forced, or what answers promise. */
        DURABILITY,
        PAYLOAD_BYTES,
        CONNECTIONS,
        IN_FLIGHT,
        QUEUED,
        /** Whether the queued tasks had ids of their own. */
        IDS,
        REPEAT,
        OFFERED_PER_S,
        DONE_PER_S,
        COUNT,
        P50_US,
        P99_US,
        P999_US,
        MAX_US,
        /** Whether 99 % were done within the bound and the backlog did not grow. */
        HELD,
        /** Whether the search took it for the knee. */
        KNEE,
        SERVER_CPU_US,
        LOAD_CPU_US,
        BYTES_PER_TASK,
        /** Without the pages of files. */
        OWN_BYTES_PER_TASK,
        SECONDS
    }

    private final Map<Column, String> cells = new EnumMap<>(Column.class);

    /** Returns the names of all columns. */
    static String head() {
        return Arrays.stream(Column.values())
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }

    Row with(Column column, Object value) {
        cells.put(column, value.toString());
        return this;
    }

    Row with(Column column, long value) {
        return with(column, Long.toString(value));
    }

    Row with(Column column, double value) {
        cells.put(column, Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "");
        return this;
    }

    Row times(Histogram us) {
        return with(Column.COUNT, us.getTotalCount())
                .with(Column.P50_US, us.getValueAtPercentile(50))
                .with(Column.P99_US, us.getValueAtPercentile(99))
                .with(Column.P999_US, us.getValueAtPercentile(99.9))
                .with(Column.MAX_US, us.getMaxValue());
    }

    Row trial(Trial trial) {
        return times(trial.us())
                .with(Column.OFFERED_PER_S, trial.offered())
                .with(Column.DONE_PER_S, trial.done())
                .with(Column.SERVER_CPU_US, trial.serverCpuUs())
                .with(Column.LOAD_CPU_US, trial.loadCpuUs());
    }

    /** Returns a cell for each column; what was not said is empty. */
    String line() {
        return Arrays.stream(Column.values())
                .map(column -> cells.getOrDefault(column, ""))
                .collect(Collectors.joining(","));
    }
}
