package io.sluice.journal;

import io.sluice.codec.Told;
import io.sluice.core.Events;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What one journal was told over all its lives, in the plainest form, and what it must tell after any end of the world: the
 * beginning of that, whole batches, at least what was acknowledged; or a snapshot that was told, and what came after its
 * moment.
 */
final class JournalModel {
    /** The events that a snapshot consists of, and how many others it stands for. */
    private record SnapshotTold(int events, Told told) {}

    private final Told told = new Told();
    private final NavigableSet<Integer> batchEnds = new TreeSet<>(List.of(0));
    private final List<SnapshotTold> snapshots = new ArrayList<>();
    private long numbers;
    private int written;
    private int forced;

    /** Returns a number that was not there before. */
    long nextNumber() {
        numbers++;
        return numbers;
    }

    /** Returns what is to be told each event that the journal is told. */
    Events events() {
        return told.events();
    }

    /** Notes that what was told since the last such note is one batch, if it is written at all. */
    void endBatch() {
        batchEnds.add(told.lines().size());
    }

    /** Notes that what was told was appended: it outlives the process. */
    void written() {
        written = told.lines().size();
    }

    /** Returns how many events were appended. */
    int mark() {
        return written;
    }

    /** Notes that what was appended was forced: it outlives a power cut. */
    void forced() {
        forced = written;
    }

    /** Notes that what had been appended at a {@link #mark} was forced. */
    void forced(int mark) {
        forced = Math.max(forced, mark);
    }

    /** Begins a snapshot of what was appended; returns what is to be told each event that the snapshot is told. */
    Events beginSnapshot() {
        SnapshotTold snapshot = new SnapshotTold(written, new Told());
        snapshots.add(snapshot);
        return snapshot.told.events();
    }

    /** Notes that the power was cut: what was not forced may be gone. */
    void powerCut() {
        written = forced;
    }

    /**
     * Judges what was recovered, and takes it for what there is from now on.
     *
     * @param lines what was told.
     */
    void recovered(List<String> lines) {
        SnapshotTold snapshot = snapshot(lines);
        List<String> first = snapshot == null ? List.of() : snapshot.told.lines();
        int from = snapshot == null ? 0 : snapshot.events;
        int count = from + lines.size() - first.size();
        require(count >= written, "only " + count + " of " + written + " acknowledged events came back");
        require(count <= told.lines().size(), "events came from nowhere: " + lines);
        require(lines.subList(0, first.size()).equals(first), "half a snapshot came back");
        require(
                lines.subList(first.size(), lines.size()).equals(told.lines().subList(from, count)),
                "other events came back than were told: " + lines);
        require(batchEnds.contains(count), "half a batch came back: " + count + " events");
        cut(count);
    }

    private SnapshotTold snapshot(List<String> lines) {
        for (SnapshotTold snapshot : snapshots) {
            List<String> told = snapshot.told.lines();
            if (!lines.isEmpty() && !told.isEmpty() && lines.get(0).equals(told.get(0))) {
                require(lines.size() >= told.size(), "half a snapshot came back");
                return snapshot;
            }
        }
        return null;
    }

    private void cut(int count) {
        told.lines().subList(count, told.lines().size()).clear();
        batchEnds.tailSet(count, false).clear();
        snapshots.removeIf(snapshot -> snapshot.events > count);
        written = count;
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
