package io.sluice.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How figures went over time: as plots, or as a table for other programs. A value that is not a number is a gap. */
public final class Timeline {
    private final double[] atNs;
    private final Map<String, Plot.Series> series = new LinkedHashMap<>();

    /**
     * Begins one without figures.
     *
     * @param atNs the instants, nanoseconds since the beginning, ascending.
     */
    public Timeline(long[] atNs) {
        this.atNs = Arrays.stream(atNs).asDoubleStream().toArray();
    }

    /**
     * Adds a figure.
     *
     * @param name what it is; without a comma, since it heads a column.
     * @param unit of its values.
     * @param values one for each instant.
     * @return this.
     */
    public Timeline with(String name, String unit, double[] values) {
        if (name.contains(",") || values.length != atNs.length) {
            throw new IllegalArgumentException(
                    "'" + name + "' has " + values.length + " values at " + atNs.length + " instants");
        }
        series.put(name, new Plot.Series(name, unit, values));
        return this;
    }

    /**
     * Plots some of the figures.
     *
     * @param title what it shows.
     * @param names which ones.
     * @return a plot with a line for each.
     */
    public Plot plot(String title, String... names) {
        TimeScale scale = TimeScale.fitting(atNs.length == 0 ? 0 : atNs[atNs.length - 1]);
        double[] xs = Arrays.stream(atNs).map(scale::of).toArray();
        Plot plot = new Plot(title, "since the beginning, " + scale.unit(), xs);
        for (String name : names) {
            Plot.Series line = series.get(name);
            plot = plot.with(line.name(), line.unit(), line.values());
        }
        return plot;
    }

    /**
     * Writes all figures as comma-separated values: a line with the names, then one for each instant, in seconds.
     *
     * @param file where to; replaced if it is there.
     * @throws IOException if it cannot be written.
     */
    public void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>(List.of("seconds"));
        series.values().forEach(line -> cells.add(line.name() + " (" + line.unit() + ")"));
        lines.add(String.join(",", cells));
        DecimalFormat format = new DecimalFormat("0.######", DecimalFormatSymbols.getInstance(Locale.ROOT));
        for (int i = 0; i < atNs.length; i++) {
            cells.clear();
            cells.add(format.format(atNs[i] / 1e9));
            for (Plot.Series line : series.values()) {
                double value = line.values()[i];
                cells.add(Double.isFinite(value) ? format.format(value) : "");
            }
            lines.add(String.join(",", cells));
        }
        Files.write(file, lines);
    }
}
