package io.sluice.journal;

import io.sluice.codec.EventEncoder;
import io.sluice.core.Durability;
import io.sluice.core.NoEvents;
import io.sluice.journal.Manifest.Generation;
import io.sluice.journal.Manifest.Segment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Blocks of a file that was deleted may come back in a new one: a whole batch of an older generation is not read there. */
final class GenerationCheck implements Runnable {
    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final int EVENT_LENGTH = 256;

    @Override
    public void run() {
        require(events(NEW), 1);
        require(events(OLD), 0);
    }

    /** Returns how many events are read in a segment of the new generation that begins with a batch of some generation. */
    private static long events(int generation) {
        MemoryDisk disk = new MemoryDisk();
        disk.put(JournalFiles.segment(NEW, 0), batch(generation));
        Generation only = new Generation(NEW, false, NEW, List.of(Segment.open(0, 1, 0)));
        Manifest manifest = new Manifest(Durability.FSYNC, "boot", "mount", 0, 0, 0, List.of(only), false);
        try (JournalReader reader = new JournalReader(disk, manifest, NoEvents.INSTANCE)) {
            return reader.readAll().events();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] batch(int generation) {
        UnsafeBuffer event = new UnsafeBuffer(new byte[EVENT_LENGTH]);
        EventEncoder encoder = new EventEncoder().wrap(event, 0);
        encoder.queued(1, 1);
        int length = Batch.HEADER_LENGTH + encoder.limit();
        ByteBuffer document = ByteBuffer.allocate(4 + length).order(ByteOrder.LITTLE_ENDIAN);
        document.putInt(0, length).put(4 + Batch.HEADER_LENGTH, event.byteArray(), 0, encoder.limit());
        new Batch().wrap(document, 4, length).seal(generation, generation, 1, 0, 0, 0, 0, 1);
        return document.array();
    }

    private static void require(long told, long expected) {
        if (told != expected) {
            throw new AssertionError("told " + told + " events, not " + expected);
        }
    }
}
