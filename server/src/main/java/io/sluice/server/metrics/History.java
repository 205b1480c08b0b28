package io.sluice.server.metrics;

import io.sluice.core.QueueStatus;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How queues stood, and what happened to their tasks, over the last hour: one point each {@link #INTERVAL_MS}, {@link #POINTS}
 * of them, of the queues that are counted one by one. A queue has points from the first one after it was made.
 *
 * <p>Takes 8 times 4 bytes a point and queue. Any thread.
 */
public final class History {
    /** From one point to the next, milliseconds. */
    public static final long INTERVAL_MS = 5_000;

    /** Points that are kept. */
    public static final int POINTS = 720;

    private static final int[] NONE = {};

    private final EngineMeter meter;
    private final long[] timesUs = new long[POINTS];
    private final Map<String, Track> tracks = new HashMap<>();
    private long next;

    /**
     * The points of a queue.
     *
     * @param timesUs when each was taken, Unix microseconds, ascending.
     * @param columns by name, a value for each point: {@code queued delayed running dead} as they were then, {@code submitted
     *     started completed failed} since the point before.
     */
    public record Points(long[] timesUs, Map<String, int[]> columns) {}

    /**
     * Makes an empty history.
     *
     * @param meter has the totals of queues.
     */
    public History(EngineMeter meter) {
        this.meter = meter;
    }

    /**
     * Takes a point down.
     *
     * @param atUs when, Unix microseconds; later than the one before.
     * @param queues how they stand.
     */
    public synchronized void record(long atUs, List<QueueStatus> queues) {
        int index = (int) (next % POINTS);
        timesUs[index] = atUs;
        for (QueueStatus status : queues) {
            QueueTotals totals = meter.totals(status.name());
            if (totals != null) {
                tracks.computeIfAbsent(status.name(), made -> new Track(next)).record(index, status, totals);
            }
        }
        next++;
    }

    /**
     * Returns the points of a queue.
     *
     * @param queue its name.
     * @return oldest first; none where the queue has none.
     */
    public synchronized Points of(String queue) {
        Track track = tracks.get(queue);
        long from = track == null ? next : Math.max(track.first, next - POINTS);
        Map<String, int[]> columns = new LinkedHashMap<>();
        for (Column column : Column.values()) {
            columns.put(column.word(), track == null ? NONE : track.values(column, from, next));
        }
        long[] times = new long[(int) (next - from)];
        for (int i = 0; i < times.length; i++) {
            times[i] = timesUs[(int) ((from + i) % POINTS)];
        }
        return new Points(times, columns);
    }

    /** What is kept of each point. */
    private enum Column {
        QUEUED(QueueStatus::queued, null),
        DELAYED(QueueStatus::delayed, null),
        RUNNING(QueueStatus::running, null),
        DEAD(QueueStatus::dead, null),
        SUBMITTED(null, QueueTotals::submitted),
        STARTED(null, QueueTotals::started),
        COMPLETED(null, QueueTotals::completed),
        FAILED(null, totals -> totals.failed() + totals.leasesExpired());

        private final ToLongFunction<QueueStatus> standing;
        private final ToLongFunction<QueueTotals> total;

        /** Makes a column of one of the two. */
        Column(ToLongFunction<QueueStatus> standing, ToLongFunction<QueueTotals> total) {
            this.standing = standing;
            this.total = total;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The points of one queue, in the order of a ring. */
    private static final class Track {
        private final long first;
        private final int[][] rings = new int[Column.values().length][POINTS];
        private final long[] lastTotals = new long[Column.values().length];

        private Track(long first) {
            this.first = first;
        }

        private void record(int index, QueueStatus status, QueueTotals totals) {
            for (Column column : Column.values()) {
                rings[column.ordinal()][index] = narrow(
                        column.total == null
                                ? column.standing.applyAsLong(status)
                                : since(column, column.total.applyAsLong(totals)));
            }
        }

        private long since(Column column, long total) {
            long before = lastTotals[column.ordinal()];
            lastTotals[column.ordinal()] = total;
            return total - before;
        }

        private int[] values(Column column, long from, long to) {
            int[] ring = rings[column.ordinal()];
            int begin = (int) (from % POINTS);
            int length = (int) (to - from);
            int behind = Math.min(length, POINTS - begin);
            int[] values = Arrays.copyOfRange(ring, begin, begin + length);
            System.arraycopy(ring, 0, values, behind, length - behind);
            return values;
        }

        private static int narrow(long value) {
            return (int) Math.min(value, Integer.MAX_VALUE);
        }
    }
}
