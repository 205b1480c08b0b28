package io.sluice.bench.simulate;

import io.sluice.bench.workload.Windows;
import io.sluice.core.LimitStatus;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.core.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.agrona.collections.LongArrayList;

/**
 * What came of a simulation.
 *
 * @param workers how many there were.
 * @param virtualNs how long it went on, virtual nanoseconds.
 * @param submitted tasks taken in.
 * @param starts tasks handed to workers, each time counted.
 * @param refused what was asked from outside and refused, by the reason.
 * @param expired tasks that waited for too long.
 * @param queues how the queues stood at the end.
 * @param waitUs how long tasks waited for their first start since they were due, microseconds.
 * @param waitUsByQueue the same for each queue that had any, by its name.
 * @param groupMeansUs the mean of that for each group, ascending; empty without groups.
 * @param fullest of each rate the most starts in any window.
 * @param samples how everything stood on the way.
 */
record Outcome(
        int workers,
        long virtualNs,
        long submitted,
        long starts,
        Map<Refusal, Long> refused,
        long expired,
        List<QueueStatus> queues,
        Histogram waitUs,
        Map<String, Histogram> waitUsByQueue,
        double[] groupMeansUs,
        List<Fullest> fullest,
        List<Sample> samples) {
    /**
     * The fullest window of a rate.
     *
     * @param limit the name of the limit.
     * @param rate the rate as it was at the end.
     * @param starts the most starts in any window.
     * @param used which part of the starts that the rate allows was used over the whole time: 0 to 1.
     */
    record Fullest(String limit, Rate rate, int starts, double used) {}

    /** Returns what has come of a simulation so far. */
    static Outcome of(Simulation simulation, int workers) {
        Figures figures = simulation.figures();
        List<QueueStatus> queues = simulation.queues();
        long virtualNs = simulation.elapsedNs();
        return new Outcome(
                workers,
                virtualNs,
                figures.submitted(),
                figures.starts(),
                figures.refused(),
                figures.expired(),
                queues,
                figures.waitUs(),
                waitUsByQueue(queues, figures),
                figures.groups().meansUs(),
                fullest(simulation.limits(), queues, figures, virtualNs),
                figures.samples());
    }

    /** Returns how many tasks have not come to their end. */
    long left() {
        return queues.stream()
                .mapToLong(queue -> queue.queued() + queue.delayed() + queue.running())
                .sum();
    }

    /** Returns how fair groups fared: 1 if all waited as long on average, 1/n if one waited and n - 1 did not (Jain 1984). */
    double fairness() {
        double sum = 0;
        double squares = 0;
        for (double mean : groupMeansUs) {
            sum += mean;
            squares += mean * mean;
        }
        return squares == 0 ? 1 : sum * sum / (groupMeansUs.length * squares);
    }

    private static Map<String, Histogram> waitUsByQueue(List<QueueStatus> queues, Figures figures) {
        Map<String, Histogram> all = new LinkedHashMap<>();
        for (int i = 0; i < queues.size(); i++) {
            Histogram waitUs = figures.waitUs(i);
            if (waitUs.getTotalCount() > 0) {
                all.put(queues.get(i).name(), waitUs);
            }
        }
        return all;
    }

    private static List<Fullest> fullest(
            List<LimitStatus> limits, List<QueueStatus> queues, Figures figures, long virtualNs) {
        List<Fullest> fullest = new ArrayList<>();
        for (LimitStatus limit : limits) {
            long[] startsNs = startsNs(limit.name(), queues, figures);
            for (Rate rate : limit.rates()) {
                long windowNs = rate.windowNs() + limit.guardNs();
                double allowed = (double) rate.starts() * virtualNs / windowNs;
                fullest.add(new Fullest(
                        limit.name(),
                        rate,
                        Windows.most(startsNs, windowNs),
                        allowed == 0 ? 0 : startsNs.length / allowed));
            }
        }
        return fullest;
    }

    /** Returns the starts under a limit: those of the queue of that name, or of the queues that use it. */
    private static long[] startsNs(String limit, List<QueueStatus> queues, Figures figures) {
        LongArrayList all = new LongArrayList();
        for (int i = 0; i < queues.size(); i++) {
            QueueStatus queue = queues.get(i);
            if (queue.name().equals(limit) || queue.settings().uses().contains(limit)) {
                all.addAll(figures.startsNs(i));
            }
        }
        return all.longStream().sorted().toArray();
    }
}
