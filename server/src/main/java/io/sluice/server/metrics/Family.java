package io.sluice.server.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.List;

/** Makes metrics, of all their series, out of what was read somewhere. */
final class Family {
    /** From nanoseconds to seconds. */
    static final double SECONDS = 1e-9;

    /** From bytes to bytes. */
    static final double AS_IS = 1;

    /** One series and its value. */
    record Sample(Labels labels, double value) {
        Sample(double value) {
            this(Labels.EMPTY, value);
        }
    }

    /** One series of a histogram. */
    record Distribution(Labels labels, Histogram histogram) {
        Distribution(Histogram histogram) {
            this(Labels.EMPTY, histogram);
        }
    }

    private Family() {}

    /** Returns a metric that goes up and down. */
    static MetricSnapshot gauge(String name, String help, List<Sample> samples) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        samples.forEach(sample -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(sample.labels())
                .value(sample.value())
                .build()));
        return gauge.build();
    }

    /** Returns a metric whose labels tell something, and whose value is 1; {@code _info} is added to its name. */
    static MetricSnapshot info(String name, String help, Labels labels) {
        return InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }

    /** Returns a metric of one series that goes up and down. */
    static MetricSnapshot gauge(String name, String help, double value) {
        return gauge(name, help, List.of(new Sample(value)));
    }

    /** Returns a metric that only grows; {@code _total} is added to its name. */
    static MetricSnapshot counter(String name, String help, List<Sample> samples) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        samples.forEach(sample -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(sample.labels())
                .value(sample.value())
                .build()));
        return counter.build();
    }

    /** Returns a metric that counts values in ranges. */
    static MetricSnapshot histogram(String name, String help, double scale, List<Distribution> distributions) {
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(name).help(help);
        for (Distribution distribution : distributions) {
            Histogram values = distribution.histogram();
            histogram.dataPoint(HistogramDataPointSnapshot.builder()
                    .labels(distribution.labels())
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds(values, scale), values.counts()))
                    .sum(values.sum() * scale)
                    .build());
        }
        return histogram.build();
    }

    private static double[] bounds(Histogram values, double scale) {
        double[] bounds = Arrays.stream(values.bounds())
                .mapToDouble(bound -> scale == SECONDS ? bound / 1e9 : bound)
                .toArray();
        double[] all = Arrays.copyOf(bounds, bounds.length + 1);
        all[bounds.length] = Double.POSITIVE_INFINITY;
        return all;
    }
}
