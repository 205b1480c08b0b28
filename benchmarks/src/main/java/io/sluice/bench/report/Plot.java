package io.sluice.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines over one axis. A value that is not a number is a gap.
 *
 * @param title what it shows.
 * @param x what the axis below is, with its unit.
 * @param axis how the places stand on it.
 * @param xs the places on it, ascending.
 * @param series the lines.
 */
public record Plot(String title, String x, Axis axis, double[] xs, List<Series> series) {
    /** How places stand on the axis below. */
    public enum Axis {
        /** Evenly. */
        EVEN,
        /** As percentiles, 0 to less than 100, with as much room for each further nine, as HdrHistogram plots them. */
        PERCENTILES
    }

    /**
     * One line.
     *
     * @param name what it is.
     * @param unit of its values; lines of the same unit share an axis.
     * @param values one for each place on the axis below.
     */
    public record Series(String name, String unit, double[] values) {}

    /** Checks that there is a value for each place. */
    public Plot {
        series = List.copyOf(series);
        for (Series each : series) {
            if (each.values().length != xs.length) {
                throw new IllegalArgumentException(
                        each.name() + " has " + each.values().length + " values over " + xs.length + " places");
            }
        }
    }

    /**
     * Begins a plot over percentiles, without lines.
     *
     * @param title what it shows.
     * @param percentiles the places, ascending, 0 to less than 100.
     * @return the plot.
     */
    public static Plot overPercentiles(String title, double[] percentiles) {
        return new Plot(title, "percentile", Axis.PERCENTILES, percentiles, List.of());
    }

    /**
     * Begins a plot without lines.
     *
     * @param title what it shows.
     * @param x what the axis below is, with its unit.
     * @param xs the places on it, ascending.
     */
    public Plot(String title, String x, double[] xs) {
        this(title, x, Axis.EVEN, xs, List.of());
    }

    /**
     * Adds a line.
     *
     * @param name what it is.
     * @param unit of its values.
     * @param values one for each place on the axis below.
     * @return a plot with that line too.
     */
    public Plot with(String name, String unit, double[] values) {
        List<Series> more = new ArrayList<>(series);
        more.add(new Series(name, unit, values));
        return new Plot(title, x, axis, xs, more);
    }
}
