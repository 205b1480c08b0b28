package io.sluice.journal;

import io.sluice.codec.EventDecoder;
import io.sluice.core.Events;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Reads a journal batch by batch, the snapshot first, and tells the events. A tail that was never known to be on disk may be
 * torn, and is left out; anything else that is not as it was written is refused.
 */
final class JournalReader implements Closeable {
    private final ReadableDisk disk;
    private final Manifest manifest;
    private final Events into;
    private final BatchListener listener;
    private final EventDecoder decoder = new EventDecoder();
    private int generationIndex;
    private int segmentIndex;
    private SegmentReader reader;
    private String name = "";
    private String file;
    private long at;
    private boolean anew = true;
    private boolean ended;
    private long sequence;
    private int crc;
    private long lastNs;
    private long forced;
    private long forcedNs;
    private long events;
    private long batches;
    private long bytes;
    private long lookedAgainAt = -1;
    private long cutBytes;
    private long cutBatches;
    private String cutAt = "";

    /**
     * Makes a reader.
     *
     * @param disk where the journal is.
     * @param manifest says what there must be; not an empty one.
     * @param into hears the events; when reading is refused, what was told is worth nothing.
     */
    JournalReader(ReadableDisk disk, Manifest manifest, Events into) {
        this(disk, manifest, into, (file, offset, sequence, atNs) -> {});
    }

    /** Makes a reader that says of each batch where it stands before it tells its events. */
    JournalReader(ReadableDisk disk, Manifest manifest, Events into, BatchListener listener) {
        this.disk = disk;
        this.manifest = manifest;
        this.into = into;
        this.listener = listener;
        file = disk.path();
        forced = manifest.forced();
    }

    /**
     * Checks that every file is there, without reading it.
     *
     * @return the length of all that is certain to be read, bytes.
     * @throws JournalException if one is missing or too short.
     */
    long requireFiles() throws IOException {
        long length = 0;
        for (Manifest.Generation generation : manifest.generations()) {
            for (Manifest.Segment segment : generation.segments()) {
                String name = JournalFiles.segment(generation.number(), segment.number());
                if (!disk.exists(name)) {
                    throw new JournalException(path(name) + " is missing");
                }
                try (Disk.Content content = disk.open(name)) {
                    if (content.length() < segment.length()) {
                        throw damage(name, content.length(), "it must have " + segment.length() + " bytes");
                    }
                }
                length += Math.max(0, segment.length());
            }
        }
        return length;
    }

    /**
     * Tells the events of the next batch.
     *
     * @return false if there is none left.
     * @throws JournalException if something is damaged; names file, offset and the sequence that should stand there.
     */
    boolean next() throws IOException {
        while (!ended) {
            if (reader == null) {
                open();
            }
            if (reader.next()) {
                take();
                return true;
            }
            leaveSegment();
        }
        return false;
    }

    /** Reads all that is left. */
    Recovery readAll() throws IOException {
        while (next()) {
            continue;
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

    /** Returns how much was read, bytes of batches. */
    long bytes() {
        return bytes;
    }

    /** Returns the file that was read last. */
    String file() {
        return file;
    }

    /** Returns where the batch read last begins, bytes. */
    long offset() {
        return at;
    }

    private Manifest.Generation generation() {
        return manifest.generations().get(generationIndex);
    }

    private Manifest.Segment segment() {
        return generation().segments().get(segmentIndex);
    }

    private String path(String name) {
        return disk.path() + "/" + name;
    }

    private void open() throws IOException {
        Manifest.Segment segment = segment();
        name = JournalFiles.segment(generation().number(), segment.number());
        file = path(name);
        if (anew) {
            anew = false;
            sequence = segment.firstSequence() - 1;
            crc = segment.previousCrc();
        } else if (!segment.isReserved() && (segment.firstSequence() != sequence + 1 || segment.previousCrc() != crc)) {
            throw damage(name, 0, "it is to begin with sequence " + segment.firstSequence());
        }
        long limit = segment.isClosed() ? segment.length() : Long.MAX_VALUE;
        reader = read(name, limit);
    }

    private SegmentReader read(String name, long limit) throws IOException {
        return new SegmentReader(
                disk.open(name), generation().number(), generation().salt(), limit);
    }

    private void take() {
        Batch batch = reader.batch();
        at = reader.batchAt();
        if (batch.version() > Batch.VERSION) {
            throw new JournalException(file() + " has a batch of format version " + batch.version()
                    + ", this program reads up to " + Batch.VERSION);
        }
        if (batch.sequence() != sequence + 1 || batch.previousCrc() != crc) {
            throw damage(name, at, "batch " + batch.sequence() + " stands there");
        }
        boolean isOfSnapshot = generation().isSnapshot();
        if (isOfSnapshot || batch.sequence() > manifest.snapshotSequence()) {
            listener.batch(file(), at, batch.sequence(), batch.atNs());
            tell(batch);
        }
        sequence = batch.sequence();
        crc = batch.crc();
        lastNs = Math.max(lastNs, batch.atNs());
        if (!isOfSnapshot) {
            forced = Math.max(forced, batch.forced());
            forcedNs =
                    manifest.clean() || sequence <= manifest.forced() ? lastNs : Math.max(forcedNs, batch.forcedNs());
        }
    }

    private void tell(Batch batch) {
        int end = Batch.HEADER_LENGTH + batch.eventsLength();
        int count = 0;
        try {
            for (int offset = Batch.HEADER_LENGTH; offset < end; count++) {
                offset = decoder.decode(batch.view(), offset, end, into);
            }
        } catch (IllegalArgumentException e) {
            JournalException damage = damage(name, at, e.getMessage());
            damage.initCause(e);
            throw damage;
        }
        if (count != batch.count()) {
            throw damage(name, at, "it counts " + batch.count() + " events and has " + count);
        }
        events += count;
        batches++;
        bytes += end;
    }

    private void leaveSegment() throws IOException {
        Manifest.Segment segment = segment();
        if (segment.isClosed()) {
            if (reader.batchEnd() != segment.length() || crc != segment.crc()) {
                throw damage(name, reader.position(), "the segment goes on to " + segment.length());
            }
        } else if (!goesOn()) {
            end();
            return;
        }
        reader.close();
        reader = null;
        segmentIndex++;
        if (segmentIndex == generation().segments().size()) {
            leaveGeneration();
        }
    }

    private void leaveGeneration() {
        // What follows a snapshot has sequences of its own.
        anew = generation().isSnapshot();
        segmentIndex = 0;
        generationIndex++;
        ended = generationIndex == manifest.generations().size();
    }

    /** Tells whether the batch after the last one stands in the segment that was reserved when the manifest was written. */
    private boolean goesOn() throws IOException {
        List<Manifest.Segment> segments = generation().segments();
        if (segmentIndex + 1 == segments.size()) {
            return false;
        }
        String next = JournalFiles.segment(
                generation().number(), segments.get(segmentIndex + 1).number());
        try (SegmentReader ahead = read(next, Long.MAX_VALUE)) {
            return ahead.next()
                    && ahead.batch().sequence() == sequence + 1
                    && ahead.batch().previousCrc() == crc;
        }
    }

    private void end() throws IOException {
        long from = reader.end();
        String behind = forcedBehind();
        if (behind != null && mayHaveGrown()) {
            return;
        }
        if (behind != null || sequence < forced) {
            throw damage(name, reader.position(), behind == null ? "it was on disk once" : behind);
        }
        ended = true;
        cutBytes += reader.contentEnd(from) - from;
        if (cutBytes > 0) {
            cutBatches = Math.max(1, cutBatches + reader.countBeginnings(from));
            cutAt = file() + " offset " + from;
        }
    }

    /** Where the owner goes on writing, what was not there yet is there once anything behind it is: looks once more. */
    private boolean mayHaveGrown() {
        boolean first = lookedAgainAt != sequence;
        lookedAgainAt = sequence;
        reader.lookAgain();
        return first;
    }

    /** Tells what is behind the end and knows that something missing was on disk; {@code null} for nothing. */
    private String forcedBehind() throws IOException {
        String behind = forcedBehind(name, reader, reader.batchEnd());
        behind = behind == null ? forcedInReserve() : behind;
        return behind == null ? unnamedSegment() : behind;
    }

    /**
     * Whole batches behind the end are no damage by themselves: a kill may leave one whose document was not finished, and a
     * power cut may lose one of several that were not forced. They are if one knows that what is missing was on disk.
     */
    private String forcedBehind(String name, SegmentReader behind, long from) throws IOException {
        long later = behind.find(from, sequence);
        while (later >= 0) {
            Batch batch = behind.batch();
            if (batch.forced() > sequence) {
                return "batch " + batch.sequence() + " stands behind it at " + later + " of " + name;
            }
            later = behind.find(later + Batch.HEADER_LENGTH, sequence);
        }
        return null;
    }

    private String forcedInReserve() throws IOException {
        List<Manifest.Segment> segments = generation().segments();
        if (segmentIndex + 1 == segments.size()) {
            return null;
        }
        String name = JournalFiles.segment(
                generation().number(), segments.get(segmentIndex + 1).number());
        try (SegmentReader reserved = read(name, Long.MAX_VALUE)) {
            String behind = forcedBehind(name, reserved, 0);
            cutBatches += behind == null ? reserved.countBeginnings(0) : 0;
            return behind;
        }
    }

    private String unnamedSegment() throws IOException {
        String directory = JournalFiles.generation(generation().number());
        List<Manifest.Segment> segments = generation().segments();
        String last = JournalFiles.segment(
                directory, segments.get(segments.size() - 1).number());
        for (String file : disk.list(directory)) {
            String name = directory + "/" + file;
            if (file.endsWith(JournalFiles.SEGMENT_SUFFIX) && name.compareTo(last) > 0) {
                try (SegmentReader unnamed = read(name, Long.MAX_VALUE)) {
                    if (unnamed.find(0, sequence) >= 0) {
                        return "batch " + unnamed.batch().sequence() + " stands in " + file;
                    }
                }
            }
        }
        return null;
    }

    private JournalException damage(String name, long offset, String why) {
        return new JournalException(
                path(name) + " is damaged at offset " + offset + ", sequence " + (sequence + 1) + ": " + why);
    }

    /** Returns what was found, once all is read. */
    Recovery recovery() {
        return new Recovery(
                false,
                manifest.clean(),
                manifest.lastGeneration(),
                manifest.durability(),
                manifest.mount().isEmpty() || !manifest.mount().equals(disk.mount()),
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

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
    }
}
