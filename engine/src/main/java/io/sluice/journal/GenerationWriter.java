package io.sluice.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The generation that is being written: seals batches into a chain and rolls the segments. {@link #append} is for one thread,
 * {@link #reserve} for one that may be another, {@link #force} and {@link #segments} for any.
 */
final class GenerationWriter implements Closeable {
    /** Beyond its length: the library's mark at the end of a segment, and what else it may put there. */
    private static final int EXTRA_LENGTH = 1 << 16;

    private static final int DOCUMENT_HEADER_LENGTH = 4;

    private final Disk disk;
    private final long number;
    private final boolean isSnapshot;
    private final long salt;
    private final int segmentLength;
    private final Disk.Appender appender;
    private final Batch batch = new Batch();
    private final Queue<Disk.Segment> unforced = new ConcurrentLinkedQueue<>();
    private final Object forcing = new Object();
    private volatile List<Manifest.Segment> begun = List.of();
    private volatile int reserved = -1;
    private volatile int usable = -1;
    private int segment = -1;
    private long position;
    private long sequence;
    private int crc;
    private long bytes;
    private boolean broken;
    private boolean forceBroken;
    private boolean open = true;
    private volatile long appended;
    private volatile long appendedNs;
    private volatile long forced;
    private volatile long forcedNs;

    /**
     * Makes a generation that no manifest names yet, in a directory of its own, with room for its first segment.
     *
     * @param number of a generation that is not there.
     * @param isSnapshot whether it takes a snapshot.
     * @param salt a random number.
     * @param segmentLength bytes.
     * @throws IOException if that fails; nothing is left then.
     */
    GenerationWriter(Disk disk, long number, boolean isSnapshot, long salt, int segmentLength) throws IOException {
        this.disk = disk;
        this.number = number;
        this.isSnapshot = isSnapshot;
        this.salt = salt;
        this.segmentLength = segmentLength;
        disk.createDirectory(directory());
        appender = make();
    }

    /**
     * Begins the first segment.
     *
     * @param sequence of the batch before the first; it counts as forced.
     * @param crc the checksum of that batch.
     */
    void begin(long sequence, int crc) throws IOException {
        this.sequence = sequence;
        this.crc = crc;
        forced = sequence;
        appended = sequence;
        begin(0);
    }

    private Disk.Appender make() throws IOException {
        Disk.Appender made = null;
        try {
            disk.forceDirectory("");
            made = disk.append(directory(), segmentLength);
            reserve();
            allow();
            return made;
        } catch (IOException | RuntimeException e) {
            if (made != null) {
                made.close();
            }
            JournalFiles.deleteGeneration(disk, directory());
            throw e;
        }
    }

    private void begin(int next) throws IOException {
        unforced.add(appender.begin(next));
        List<Manifest.Segment> all = new ArrayList<>(begun);
        if (next > 0) {
            Manifest.Segment last = all.remove(next - 1);
            all.add(new Manifest.Segment(last.number(), last.firstSequence(), last.previousCrc(), position, crc));
        }
        all.add(Manifest.Segment.open(next, sequence + 1, crc));
        begun = List.copyOf(all);
        segment = next;
        position = 0;
    }

    private String directory() {
        return JournalFiles.generation(number);
    }

    /**
     * Takes room for the segment after the last that has it; {@link #allow} lets it be used.
     *
     * @throws NoSpaceException if there is none; nothing is changed then.
     */
    void reserve() throws IOException {
        int next = reserved + 1;
        disk.reserve(JournalFiles.segment(directory(), next), segmentLength + EXTRA_LENGTH);
        disk.forceDirectory(directory());
        reserved = next;
    }

    /** Lets the segments be used that are reserved: whoever reads the journal knows of them. */
    void allow() {
        usable = reserved;
    }

    /** Takes room for a batch that needs another segment, while no manifest names this yet. For the thread that appends. */
    void makeRoom(int length) throws IOException {
        if (needsReserve(length)) {
            reserve();
            allow();
        }
    }

    /** Tells whether room is taken for a segment behind the one that is filled. */
    boolean isReserved() {
        return reserved > begun.get(begun.size() - 1).number();
    }

    /** Tells whether there is another segment to go on to. */
    boolean hasReserve() {
        return usable > begun.get(begun.size() - 1).number();
    }

    /** Returns how much can surely be appended. For the thread that appends. */
    long room() {
        return segmentLength - position + (usable > segment ? segmentLength : 0);
    }

    /** Returns where the last batch of the current segment ends, bytes. For the thread that appends. */
    long position() {
        return position;
    }

    /** Tells whether a batch needs a segment that may not be used yet. For the thread that appends. */
    boolean needsReserve(int length) {
        return !hasRoom(length) && usable == segment;
    }

    private boolean hasRoom(int length) {
        return position == 0 || position + DOCUMENT_HEADER_LENGTH + length <= segmentLength;
    }

    long number() {
        return number;
    }

    /** Returns the length of the batches so far, bytes. */
    long bytes() {
        return bytes;
    }

    /** Returns the sequence of the last batch. */
    long sequence() {
        return sequence;
    }

    /** Returns the checksum of the last batch. */
    int crc() {
        return crc;
    }

    /** Tells whether something was appended that is not known to be on disk. Any thread. */
    boolean isDirty() {
        return forced < appended;
    }

    /** Returns the last sequence that is on disk. Any thread. */
    long forced() {
        return forced;
    }

    /** Returns the engine time up to which all is on disk, nanoseconds. Any thread. */
    long forcedNs() {
        return forcedNs;
    }

    /** Returns how the manifest is to name this now. Any thread. */
    Manifest.Generation description() {
        List<Manifest.Segment> all = new ArrayList<>(begun);
        if (reserved >= all.size()) {
            all.add(Manifest.Segment.reserved(reserved));
        }
        return new Manifest.Generation(number, isSnapshot, salt, all);
    }

    /**
     * Appends events as one batch, even if there are none, and clears them.
     *
     * @throws JournalException if an append failed before: what is on disk then is not known.
     */
    void append(BatchBuffer events) throws IOException {
        if (broken) {
            throw new JournalException("nothing is appended to " + directory() + " after a failure");
        }
        broken = true;
        int length = events.length;
        if (!hasRoom(length)) {
            begin(segment + 1);
        }
        int sealed = batch.wrap(events.bytes(), 0, length)
                .seal(number, salt, sequence + 1, forced, forcedNs, events.latestNs, crc, events.count);
        position = align(appender.append(events.address(), length));
        sequence++;
        crc = sealed;
        bytes += length;
        appendedNs = events.latestNs;
        appended = sequence;
        events.clear();
        broken = false;
    }

    private static long align(long position) {
        return (position + 3) & ~3L;
    }

    /**
     * Waits until everything appended so far is on disk; on a closed generation there is nothing to do. Any thread.
     *
     * @throws JournalException if a force failed before: another one would succeed without what the first one lost.
     */
    void force() throws IOException {
        synchronized (forcing) {
            if (!open || !isDirty()) {
                return;
            }
            if (forceBroken) {
                throw new JournalException("nothing is forced in " + directory() + " after a failure");
            }
            forceBroken = true;
            // In this order: what is read second may be later, and a time that is too early harms nothing.
            long untilNs = appendedNs;
            long until = appended;
            while (forceFirst()) {
                continue;
            }
            forced = until;
            forcedNs = untilNs;
            forceBroken = false;
        }
    }

    /** Forces the oldest segment that may need it; returns whether there are more. */
    private boolean forceFirst() throws IOException {
        Disk.Segment first = unforced.element();
        // Asked before: to a segment that was left by then nothing is appended any more.
        boolean isLeft = unforced.size() > 1;
        first.force();
        if (isLeft) {
            unforced.remove();
            first.close();
        }
        return isLeft;
    }

    /**
     * Ends it: everything must have been forced. The last segment is closed, and gives back what it did not need; one that was
     * reserved no longer counts.
     */
    Manifest.Generation finish() throws IOException {
        close();
        List<Manifest.Segment> all = new ArrayList<>(begun);
        Manifest.Segment last = all.remove(segment);
        all.add(new Manifest.Segment(segment, last.firstSequence(), last.previousCrc(), position, crc));
        disk.truncate(JournalFiles.segment(directory(), segment), position);
        begun = List.copyOf(all);
        return new Manifest.Generation(number, isSnapshot, salt, all);
    }

    /** Deletes the segment that was reserved and never begun, after {@link #finish}. */
    void deleteReserve() throws IOException {
        if (reserved > segment) {
            disk.delete(JournalFiles.segment(directory(), reserved));
        }
    }

    /** Deletes it, after {@link #close}. */
    void delete() throws IOException {
        JournalFiles.deleteGeneration(disk, directory());
    }

    @Override
    public void close() throws IOException {
        synchronized (forcing) {
            if (open) {
                open = false;
                appender.close();
                for (Disk.Segment left : unforced) {
                    left.close();
                }
            }
        }
    }
}
