package io.sluice.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.SparseRollCycles;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;

/**
 * The one place that hands bytes to Chronicle Queue. The library rolls to another file with each day, so the days of this
 * clock are the numbers of the segments.
 *
 * <p>What was written is never read here again, so it leaves the process's memory for the page cache alone, {@link #STRIDE} by
 * {@link #STRIDE}: a segment counts neither as the process's own nor as in the way of anything else.
 */
final class ChronicleAppender implements Disk.Appender {
    private static final RollCycle CYCLE = SparseRollCycles.HUGE_DAILY_XSPARSE;
    private static final long DAY_MS = 86_400_000;

    /** How much is unmapped at once, bytes; whole pages. */
    static final int STRIDE = 1 << 20;

    static {
        Library.prepare();
    }

    private final Path directory;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final PointerBytesStore excerpt = new PointerBytesStore();
    private int segment;
    private long unmapped;

    ChronicleAppender(Path directory, int segmentLength) throws IOException {
        this.directory = directory;
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
            restrict();
        } catch (IOException | RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    @Override
    public Disk.Segment begin(int number) throws IOException {
        segment = number;
        unmapped = 0;
        Path file = directory
                .getParent()
                .resolve(JournalFiles.segment(directory.getFileName().toString(), number));
        return new OpenSegment(FileChannel.open(file, DirectoryDisk.options()));
    }

    @Override
    public long append(long address, int length) {
        excerpt.set(address, length);
        appender.writeBytes(excerpt);
        Bytes<?> mapping = appender.wire().bytes();
        long end = mapping.writePosition();
        if (end - unmapped >= 2 * STRIDE) {
            unmap(mapping, end - STRIDE & -STRIDE);
        }
        return end;
    }

    @Override
    public void close() {
        queue.close();
    }

    /** Has the pages up to an offset mapped no more, until somebody touches them. */
    private void unmap(Bytes<?> mapping, long to) {
        PosixAPI.posix().madvise(mapping.addressForRead(unmapped), to - unmapped, MAdviseFlag.MADV_DONTNEED);
        unmapped = to;
    }

    /** Makes the files that the library made by itself readable by the owner alone. */
    private void restrict() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.cq4t")) {
            for (Path file : files) {
                Files.setPosixFilePermissions(file, DirectoryDisk.OWNER_FILE.value());
            }
        }
    }

    /** A segment's file, open beside the library's mapping of it. */
    private record OpenSegment(FileChannel channel) implements Disk.Segment {
        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
