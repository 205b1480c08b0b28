package io.sluice.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.SparseRollCycles;

/**
 * The files of the generation that is being written: the one place that hands bytes to Chronicle Queue. The library names its
 * files by days, so segment n is the n-th day of 1970. For the thread that appends; {@link #force} may be called by another
 * one.
 */
final class SegmentWriter implements AutoCloseable {
    static final String SUFFIX = ".cq4";
    /** Length of a segment where nothing else is asked for, bytes: four times the longest batch and more. */
    static final int DEFAULT_LENGTH = 64 << 20;

    private static final RollCycle CYCLE = SparseRollCycles.HUGE_DAILY_XSPARSE;
    private static final long DAY_MS = 86_400_000;
    private static final int DOCUMENT_HEADER_LENGTH = 4;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern(CYCLE.format());

    static {
        Library.prepare();
    }

    private final Path directory;
    private final int segmentLength;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final PointerBytesStore excerpt = new PointerBytesStore();
    private FileChannel channel;
    private int segment;
    private long position;

    /**
     * Makes the first segment.
     *
     * @param directory an empty one.
     * @param segmentLength how long a segment gets, bytes.
     */
    SegmentWriter(Path directory, int segmentLength) throws IOException {
        this.directory = directory;
        this.segmentLength = segmentLength;
        queue = SingleChronicleQueueBuilder.binary(directory)
                .rollCycle(CYCLE)
                .blockSize(segmentLength)
                .checkInterrupts(false)
                .timeProvider(() -> segment * DAY_MS)
                .build();
        try {
            // The appender comes first: it would wait for seconds on a file that is there and has no header yet.
            appender = queue.createAppender();
            // Who opens a journal need not be who runs the loop; one after the other is all that is asked.
            appender.singleThreadedCheckDisabled(true);
            begin(0);
            restrict();
        } catch (IOException | RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    static Path file(Path directory, int segment) {
        return directory.resolve(LocalDate.ofEpochDay(segment).format(NAME) + SUFFIX);
    }

    /** Tells whether a batch fits into the current segment; the first one always does. */
    boolean hasRoom(int length) {
        return position == 0 || position + DOCUMENT_HEADER_LENGTH + length <= segmentLength;
    }

    /** Leaves the current segment, forced, and begins the next. */
    void roll() throws IOException {
        channel.force(false);
        channel.close();
        begin(segment + 1);
    }

    private void begin(int number) throws IOException {
        Path file = file(directory, number);
        Files.createFile(file, JournalDirectory.OWNER_FILE);
        // The library maps the block and a quarter more of it, and makes the file that long if it is not.
        Space.reserve(file, segmentLength + segmentLength / 4L);
        channel = FileChannel.open(file, JournalDirectory.options());
        channel.force(true);
        JournalDirectory.force(directory);
        segment = number;
        position = 0;
    }

    /**
     * Appends one batch as one excerpt.
     *
     * @param address of its first byte in memory.
     * @param length bytes, a multiple of 4.
     */
    void append(long address, int length) {
        excerpt.set(address, length);
        appender.writeBytes(excerpt);
        position = align(appender.wire().bytes().writePosition());
    }

    /** Waits until what was appended is on disk. */
    void force() throws IOException {
        channel.force(false);
    }

    /** Returns the number of the current segment. */
    int segment() {
        return segment;
    }

    /** Returns where the last batch of the current segment ended, bytes; 0 before the first. */
    long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        queue.close();
        channel.close();
    }

    /** Makes the files that the library made by itself readable by the owner alone. */
    private void restrict() throws IOException {
        for (Path file : JournalDirectory.list(directory, "*.cq4t")) {
            Files.setPosixFilePermissions(file, JournalDirectory.OWNER_FILE.value());
        }
    }

    private static long align(long position) {
        return (position + 3) & ~3L;
    }
}
