package io.sluice.journal;

import io.sluice.codec.EventDecoder;
import io.sluice.core.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a generation from its first batch to its last and tells the events. A tail that was never known to be on disk may be
 * torn, and is left out; anything else that is not as it was written is refused.
 */
final class GenerationReader {
    private final Path directory;
    private final Manifest manifest;
    private final Events into;
    private final EventDecoder decoder = new EventDecoder();
    private long sequence;
    private int crc;
    private long lastNs;
    private long forced;
    private long forcedNs;
    private long events;
    private long batches;
    private long bytes;
    private long cutBytes;
    private long cutBatches;
    private String cutAt = "";

    /**
     * Makes a reader.
     *
     * @param directory of the generation.
     * @param manifest says what there must be.
     * @param into hears the events; when reading is refused, what was told is worth nothing.
     */
    GenerationReader(Path directory, Manifest manifest, Events into) {
        this.directory = directory;
        this.manifest = manifest;
        this.into = into;
    }

    /**
     * Checks that every file is there, without reading it.
     *
     * @throws JournalException if one is missing or too short.
     */
    void requireFiles() throws IOException {
        for (Manifest.Segment segment : manifest.segments()) {
            Path file = SegmentWriter.file(directory, segment.number());
            if (!Files.exists(file)) {
                throw new JournalException(file + " is missing");
            }
            if (Files.size(file) < segment.length()) {
                throw damage(file, Files.size(file), "it must have " + segment.length() + " bytes");
            }
        }
    }

    /**
     * Reads everything.
     *
     * @throws JournalException if something is damaged; names file, offset and the sequence that should stand there.
     */
    Recovery read() throws IOException {
        requireFiles();
        List<Manifest.Segment> segments = manifest.segments();
        sequence = segments.get(0).firstSequence() - 1;
        for (Manifest.Segment segment : segments) {
            Path file = SegmentWriter.file(directory, segment.number());
            long limit = segment.isOpen() ? Long.MAX_VALUE : segment.length();
            try (SegmentReader reader = new SegmentReader(file, manifest.generation(), manifest.salt(), limit)) {
                read(file, reader);
                if (segment.isOpen()) {
                    end(file, reader);
                } else if (reader.batchEnd() != segment.length() || crc != segment.crc()) {
                    throw damage(file, reader.position(), "the segment goes on to " + segment.length());
                }
            }
        }
        return recovery();
    }

    /** Returns the sequence of the last batch read. */
    long sequence() {
        return sequence;
    }

    /** Returns the checksum of the last batch read. */
    int crc() {
        return crc;
    }

    private void read(Path file, SegmentReader reader) throws IOException {
        long at = reader.position();
        while (reader.next()) {
            Batch batch = reader.batch();
            if (batch.version() > Batch.VERSION) {
                throw new JournalException(file + " has a batch of format version " + batch.version()
                        + ", this program reads up to " + Batch.VERSION);
            }
            if (batch.sequence() != sequence + 1 || batch.previousCrc() != crc) {
                throw damage(file, at, "batch " + batch.sequence() + " stands there");
            }
            tell(file, at, batch);
            at = reader.position();
        }
    }

    private void tell(Path file, long at, Batch batch) {
        int end = Batch.HEADER_LENGTH + batch.eventsLength();
        int count = 0;
        try {
            for (int offset = Batch.HEADER_LENGTH; offset < end; count++) {
                offset = decoder.decode(batch.view(), offset, end, into);
            }
        } catch (IllegalArgumentException e) {
            JournalException damage = damage(file, at, e.getMessage());
            damage.initCause(e);
            throw damage;
        }
        if (count != batch.count()) {
            throw damage(file, at, "it counts " + batch.count() + " events and has " + count);
        }
        sequence = batch.sequence();
        crc = batch.crc();
        lastNs = batch.atNs();
        forced = Math.max(forced, batch.forced());
        forcedNs = manifest.clean() || sequence <= manifest.snapshotSequence() ? lastNs : batch.forcedNs();
        events += count;
        batches++;
        bytes += end;
    }

    private void end(Path file, SegmentReader reader) throws IOException {
        long from = reader.batchEnd();
        requireNothingForcedBehind(file, reader);
        requireNoLaterSegment(file, reader.position());
        if (sequence < Math.max(forced, manifest.snapshotSequence())) {
            throw damage(file, reader.position(), "it was on disk once");
        }
        cutBytes = reader.contentEnd(from) - from;
        if (cutBytes > 0) {
            cutBatches = Math.max(1, reader.countBeginnings(from));
            cutAt = file + " offset " + from;
        }
    }

    /**
     * Whole batches behind the end are no damage by themselves: a kill may leave one whose document was not finished, and a
     * power cut may lose one of several that were not forced. They are if one knows that what is missing was on disk.
     */
    private void requireNothingForcedBehind(Path file, SegmentReader reader) throws IOException {
        long later = reader.find(reader.batchEnd(), sequence);
        while (later >= 0) {
            Batch batch = reader.batch();
            if (batch.forced() > sequence) {
                throw damage(file, reader.position(), "batch " + batch.sequence() + " stands behind it at " + later);
            }
            later = reader.find(later + Batch.HEADER_LENGTH, sequence);
        }
    }

    private void requireNoLaterSegment(Path file, long at) throws IOException {
        for (Path other : JournalDirectory.list(directory, "*" + SegmentWriter.SUFFIX)) {
            try (SegmentReader reader =
                    new SegmentReader(other, manifest.generation(), manifest.salt(), Long.MAX_VALUE)) {
                if (other.compareTo(file) > 0 && reader.find(0, sequence) >= 0) {
                    throw damage(file, at, "batch " + reader.batch().sequence() + " stands in " + other.getFileName());
                }
            }
        }
    }

    private JournalException damage(Path file, long offset, String why) {
        return new JournalException(
                file + " is damaged at offset " + offset + ", sequence " + (sequence + 1) + ": " + why);
    }

    private Recovery recovery() {
        return new Recovery(
                false,
                manifest.clean(),
                manifest.generation(),
                manifest.durability(),
                false,
                manifest.bootId(),
                manifest.clockOffsetNs(),
                lastNs,
                forcedNs,
                events,
                batches,
                bytes,
                cutBytes,
                cutBatches,
                cutAt);
    }
}
