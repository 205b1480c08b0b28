package io.sluice.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The generation that is being written: seals the staged events into a chain of batches and rolls the segments. For one
 * thread, but for {@link #force}.
 */
final class GenerationWriter implements AutoCloseable {
    private final JournalDirectory directory;
    private final Path path;
    private final SegmentWriter segments;
    private final Batch batch = new Batch();
    private final List<Manifest.Segment> closed = new ArrayList<>();
    private Manifest manifest;
    private boolean published;
    private long firstSequence;
    private long sequence;
    private int crc;
    private long bytes;
    private boolean broken;
    private boolean open = true;
    private volatile long appended;
    private volatile long appendedNs;
    private volatile long forced;
    private volatile long forcedNs;

    /**
     * Begins a generation that no manifest names yet.
     *
     * @param directory of the journal.
     * @param manifest what is known of the generation by now.
     * @param sequence the last one of the generation before.
     * @param segmentLength bytes.
     */
    GenerationWriter(JournalDirectory directory, Manifest manifest, long sequence, int segmentLength)
            throws IOException {
        this.directory = directory;
        this.manifest = manifest;
        this.sequence = sequence;
        forced = sequence;
        appended = sequence;
        firstSequence = sequence + 1;
        path = directory.createGeneration(manifest.generation());
        segments = createSegments(segmentLength);
    }

    private SegmentWriter createSegments(int segmentLength) throws IOException {
        try {
            return new SegmentWriter(path, segmentLength);
        } catch (IOException | RuntimeException | Error e) {
            delete(e);
            throw e;
        }
    }

    private void delete(Throwable because) {
        try {
            JournalDirectory.delete(path);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /** Gives up; the files go, unless a manifest may name them. */
    void abandon(Throwable because) throws IOException {
        close();
        if (!published) {
            delete(because);
        }
    }

    long generation() {
        return manifest.generation();
    }

    /** Returns the length of the batches so far, bytes. */
    long bytes() {
        return bytes;
    }

    long sequence() {
        return sequence;
    }

    /** Tells whether something was appended that is not known to be on disk. Any thread. */
    boolean isDirty() {
        return forced < appended;
    }

    /**
     * Appends staged events as one batch, even if there are none, and clears them.
     *
     * @param staging holds them.
     * @throws JournalException if an append failed before: what is on disk then is not known.
     */
    void append(Staging staging) throws IOException {
        if (broken) {
            throw new JournalException("nothing is appended to " + path + " after a failure");
        }
        broken = true;
        int length = staging.length();
        if (!segments.hasRoom(length)) {
            roll();
        }
        batch.wrap(staging.bytes(), 0, length);
        int sealed = batch.seal(
                manifest.generation(),
                manifest.salt(),
                sequence + 1,
                forced,
                forcedNs,
                staging.latestNs(),
                crc,
                staging.count());
        segments.append(staging.address(), length);
        sequence++;
        crc = sealed;
        bytes += length;
        staging.clear();
        appendedNs = staging.latestNs();
        appended = sequence;
        broken = false;
    }

    private synchronized void roll() throws IOException {
        closed.add(new Manifest.Segment(segments.segment(), firstSequence, segments.position(), crc));
        segments.roll();
        forced = sequence;
        forcedNs = appendedNs;
        firstSequence = sequence + 1;
        publishSegments();
    }

    private void publishSegments() throws IOException {
        if (published) {
            manifest = manifest.with(segments(Manifest.Segment.OPEN, 0), false);
            directory.writeManifest(manifest);
        }
    }

    /** Waits until everything appended so far is on disk. Any thread; on a closed generation there is nothing to do. */
    synchronized void force() throws IOException {
        if (open && isDirty()) {
            // In this order: what is read second may be later, and a time that is too early harms nothing.
            long untilNs = appendedNs;
            long until = appended;
            segments.force();
            forced = until;
            forcedNs = untilNs;
        }
    }

    /**
     * Ends the snapshot: forces it, reads it back, and lets the manifest name this generation and no other.
     *
     * @throws JournalException if what is read back is not what was written.
     */
    void publish() throws IOException {
        force();
        verify();
        published = true;
        manifest = manifest.withSnapshot(sequence);
        publishSegments();
    }

    private void verify() throws IOException {
        Manifest whole = manifest.with(segments(segments.position(), crc), true);
        GenerationReader reader = new GenerationReader(path, whole, NoEvents.INSTANCE);
        reader.read();
        if (reader.sequence() != sequence || reader.crc() != crc) {
            throw new JournalException("the snapshot in " + path + " does not read back as it was written");
        }
    }

    /** Marks the journal as closed by its owner. Everything must have been forced. */
    void markClean() throws IOException {
        directory.writeManifest(manifest.with(segments(segments.position(), crc), true));
    }

    private List<Manifest.Segment> segments(long lastLength, int lastCrc) {
        List<Manifest.Segment> all = new ArrayList<>(closed);
        all.add(new Manifest.Segment(segments.segment(), firstSequence, lastLength, lastCrc));
        return all;
    }

    @Override
    public synchronized void close() throws IOException {
        if (open) {
            open = false;
            segments.close();
        }
    }
}
