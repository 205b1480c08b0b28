package io.sluice.bench.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long a disk takes to force.
 *
 * @param call of the system that does it.
 * @param place where the bytes were written.
 * @param us from the write until it was forced, microseconds.
 */
record Forces(String call, String place, Histogram us) {
    /** Of what is written, bytes. */
    static final int LENGTH = 4096;

    private static final int ROOM = 8 << 20;
    private static final int DIGITS = 3;

    /** Measures both ways for a while each, in a file that is gone then. */
    static List<Forces> measure(Path directory, Duration duration) throws IOException {
        Path file = Files.createTempFile(directory, "sluice-bench", "force");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(ROOM));
            channel.force(true);
            Histogram inPlace = measure(channel, duration, 0, false);
            Histogram atEnd = measure(channel, duration, ROOM, true);
            return List.of(
                    new Forces("fdatasync", "4 KiB where there is room", inPlace),
                    new Forces("fsync", "4 KiB at the end of the file", atEnd));
        } finally {
            Files.delete(file);
        }
    }

    double ms(double percentile) {
        return us.getValueAtPercentile(percentile) / 1e3;
    }

    private static Histogram measure(FileChannel channel, Duration duration, long from, boolean metadata)
            throws IOException {
        Histogram us = new Histogram(DIGITS);
        ByteBuffer bytes = ByteBuffer.allocateDirect(LENGTH);
        long untilNs = System.nanoTime() + duration.toNanos();
        long at = from;
        do {
            long beganNs = System.nanoTime();
            channel.write(bytes.clear(), at);
            channel.force(metadata);
            us.recordValue((System.nanoTime() - beganNs) / 1_000);
            at += LENGTH;
        } while (System.nanoTime() < untilNs && (metadata || at < ROOM));
        return us;
    }
}
