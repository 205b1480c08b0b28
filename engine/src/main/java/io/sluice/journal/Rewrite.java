package io.sluice.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a new generation writes anew of the one before, and what is carried over as it is.
 *
 * @param sequence of the batch before the first that is written anew.
 * @param crc the checksum of that batch.
 * @param from the generation that is read; {@code null} if nothing is written anew.
 * @param segments those of it that are written anew.
 * @param kept the generations and segments that are carried over.
 */
record Rewrite(
        long sequence,
        int crc,
        Manifest.Generation from,
        List<Manifest.Segment> segments,
        List<Manifest.Generation> kept) {

    /** The last segment is written anew, with what came behind it; one that was closed only if it is less than half full. */
    static Rewrite of(Manifest past, long lastSequence, int lastCrc, int segmentLength) {
        List<Manifest.Generation> kept = new ArrayList<>(past.generations());
        if (kept.isEmpty() || kept.get(kept.size() - 1).isSnapshot()) {
            return new Rewrite(lastSequence, lastCrc, null, List.of(), kept);
        }
        Manifest.Generation last = kept.remove(kept.size() - 1);
        List<Manifest.Segment> segments = last.segments();
        int from = segments.size() - 1;
        from -= segments.get(from).isReserved() ? 1 : 0;
        if (segments.get(from).length() > segmentLength / 2) {
            kept.add(last);
            return new Rewrite(lastSequence, lastCrc, null, List.of(), kept);
        }
        if (from > 0) {
            kept.add(new Manifest.Generation(last.number(), false, last.salt(), segments.subList(0, from)));
        }
        Manifest.Segment first = segments.get(from);
        return new Rewrite(
                first.firstSequence() - 1, first.previousCrc(), last, segments.subList(from, segments.size()), kept);
    }

    /** Appends the batches up to a sequence to the new generation. */
    void copy(Disk disk, long lastSequence, GenerationWriter into, BatchBuffer buffer) throws IOException {
        for (Manifest.Segment segment : segments) {
            String name = JournalFiles.segment(from.number(), segment.number());
            long limit = segment.isClosed() ? segment.length() : Long.MAX_VALUE;
            try (SegmentReader reader = new SegmentReader(disk.open(name), from.number(), from.salt(), limit)) {
                while (into.sequence() < lastSequence && reader.next()) {
                    copy(reader.batch(), into, buffer);
                }
            }
        }
    }

    private static void copy(Batch batch, GenerationWriter into, BatchBuffer buffer) throws IOException {
        int length = Batch.HEADER_LENGTH + batch.eventsLength();
        buffer.reach(length);
        buffer.buffer().putBytes(0, batch.view(), 0, length);
        buffer.length = length;
        buffer.count = batch.count();
        buffer.latestNs = batch.atNs();
        into.makeRoom(length);
        into.append(buffer);
    }
}
