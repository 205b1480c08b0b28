package io.sluice.bench.report;

import io.sluice.bench.workload.Texts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** What is told of times everywhere: the same percentiles in a row, and the plot in which each further nine is as wide. */
public final class Percentiles {
    private static final double[] TOLD = {50, 90, 99, 99.9, 100};
    private static final double NS_PER_US = 1_000;
    private static final int PLACES_A_DECADE = 20;
    private static final int MIN_DECADES = 1;

    private Percentiles() {}

    /**
     * Names the percentiles that are told.
     *
     * @return such as {@code p50}, ascending; the last one is {@code max}.
     */
    public static List<String> names() {
        return Arrays.stream(TOLD)
                .mapToObj(percentile -> percentile == 100 ? "max" : "p" + Texts.number(percentile))
                .toList();
    }

    /**
     * Tells the percentiles of times.
     *
     * @param us the times, microseconds.
     * @return durations, as many as there are names.
     */
    public static List<String> of(Histogram us) {
        return Arrays.stream(TOLD)
                .mapToObj(percentile -> Texts.duration(1_000 * us.getValueAtPercentile(percentile)))
                .toList();
    }

    /**
     * Plots all percentiles of times, as far as their number tells of them.
     *
     * @param title what it shows.
     * @param us the times, microseconds, by what they are of.
     * @return a plot with a line for each.
     */
    public static Plot plot(String title, Map<String, Histogram> us) {
        long most =
                us.values().stream().mapToLong(Histogram::getTotalCount).max().orElse(0);
        double maxNs = NS_PER_US
                * us.values().stream().mapToLong(Histogram::getMaxValue).max().orElse(0);
        TimeScale scale = TimeScale.fitting(maxNs);
        double[] places = places(most);
        Plot plot = Plot.overPercentiles(title, places);
        for (Map.Entry<String, Histogram> each : us.entrySet()) {
            double[] values = Arrays.stream(places)
                    .map(place -> scale.of(NS_PER_US * each.getValue().getValueAtPercentile(place)))
                    .toArray();
            plot = plot.with(each.getKey(), scale.unit(), values);
        }
        return plot;
    }

    /** Returns percentiles, evenly in the logarithm of the rest above them, until that is less than one of {@code count}. */
    private static double[] places(long count) {
        double decades = Math.max(MIN_DECADES, Math.log10(2.0 * Math.max(1, count)));
        return IntStream.rangeClosed(0, (int) Math.ceil(decades * PLACES_A_DECADE))
                .mapToDouble(i -> 100 * (1 - Math.pow(10, -(double) i / PLACES_A_DECADE)))
                .toArray();
    }
}
