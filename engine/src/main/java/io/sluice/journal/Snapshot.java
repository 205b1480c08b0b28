package io.sluice.journal;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.NoEvents;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A snapshot that is written while the journal goes on. First {@link #isReady} comes true; then the loop fixes the moment with
 * {@link #begin} and tells the events that rebuild the state of that moment, as long as it likes, pausing while this
 * {@linkplain #isBehind is behind}; then {@link #end}. In the background they are written, forced, read back and compared; the
 * snapshot then takes the place of the one before and of the events it stands for, and {@link #isOver} comes true.
 *
 * <p>For the loop's thread. Want of room ends it and harms nothing; another failure ends the journal.
 */
public final class Snapshot {
    private static final int BUFFERS = 4;
    private static final int BUFFER_LENGTH = Batch.HEADER_LENGTH + Batch.TARGET_LENGTH + (1 << 16);
    /** Forced every so often, so that the disk is not busy for long when somebody else forces. */
    private static final long FORCE_LENGTH = 4 << 20;

    private final Disk disk;
    private final Background background;
    private final Catalogue catalogue;
    private final BooleanSupplier isStopped;
    private final Consumer<Throwable> onFailure;
    private final Runnable onProgress;
    private final Queue<BatchBuffer> empty = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Staging staging = new Staging(new BatchBuffer(BUFFER_LENGTH), this::handOver);
    private boolean begun;
    private long sequence;
    private GenerationWriter writer;
    private long forcedBytes;
    /** Whether a manifest may name it, so that it must stay whatever else fails. */
    private boolean named;

    private volatile boolean ready;
    private volatile boolean over;
    private volatile boolean failed;

    Snapshot(
            Disk disk,
            Background background,
            Catalogue catalogue,
            int segmentLength,
            long salt,
            BooleanSupplier isStopped,
            Consumer<Throwable> onFailure,
            Runnable onProgress) {
        this.disk = disk;
        this.background = background;
        this.catalogue = catalogue;
        this.isStopped = isStopped;
        this.onFailure = onFailure;
        this.onProgress = onProgress;
        background.writeSnapshot(() -> attempt(() -> {
            for (int i = 0; i < BUFFERS; i++) {
                empty.add(new BatchBuffer(BUFFER_LENGTH));
            }
            writer = new GenerationWriter(disk, catalogue.nextGeneration(), true, salt, segmentLength);
            writer.begin(0, 0);
            ready = true;
        }));
    }

    /**
     * Tells whether it can begin.
     *
     * @return true once it can; also if there was no room for it.
     */
    public boolean isReady() {
        return ready || over;
    }

    /**
     * Tells whether its moment was fixed.
     *
     * @return true once it was.
     */
    public boolean isBegun() {
        return begun;
    }

    /**
     * Tells whether the disk has not kept up with what was told.
     *
     * @return true if it is better to wait; what is told all the same is kept in memory.
     */
    public boolean isBehind() {
        return waiting.get() >= BUFFERS - 1;
    }

    /**
     * Tells whether nothing more comes of it.
     *
     * @return true once it is in use, or was given up.
     */
    public boolean isOver() {
        return over;
    }

    /**
     * Tells whether it was given up for want of room.
     *
     * @return false if all went well.
     */
    public boolean hasFailed() {
        return failed;
    }

    /** Fixes the moment: the last batch that was committed, with which the state agrees. */
    Events begin(long nowNs, long lastSequence) {
        begun = true;
        sequence = lastSequence;
        staging.at(nowNs);
        return staging;
    }

    /** Says that all has been told. */
    public void end() {
        BatchBuffer last = staging.buffer();
        background.writeSnapshot(() -> attempt(() -> {
            write(last);
            last.close();
            complete();
        }));
    }

    /** Ends it without a result, as the journal is closed: nothing is done in the background any more. */
    void abandon() {
        freeBuffers();
        try {
            if (!named) {
                discard();
            }
        } catch (IOException e) {
            // The directory is one that no manifest names: the next opening deletes it.
            failed = true;
        }
        over = true;
    }

    private BatchBuffer handOver(BatchBuffer full, int neededLength) {
        waiting.incrementAndGet();
        background.writeSnapshot(() -> attempt(() -> {
            write(full);
            if (!failed && full.capacity() == BUFFER_LENGTH && empty.size() < BUFFERS) {
                empty.add(full);
            } else {
                full.close();
            }
            waiting.decrementAndGet();
        }));
        BatchBuffer next = neededLength <= BUFFER_LENGTH ? empty.poll() : null;
        BatchBuffer buffer = next == null ? new BatchBuffer(Math.max(BUFFER_LENGTH, neededLength)) : next;
        buffer.latestNs = full.latestNs;
        return buffer;
    }

    private void write(BatchBuffer full) throws IOException {
        if (failed) {
            return;
        }
        writer.makeRoom(full.length);
        writer.append(full);
        if (writer.bytes() - forcedBytes >= FORCE_LENGTH) {
            writer.force();
            forcedBytes = writer.bytes();
        }
    }

    private void freeBuffers() {
        for (BatchBuffer free = empty.poll(); free != null; free = empty.poll()) {
            free.close();
        }
    }

    private void complete() throws IOException {
        freeBuffers();
        if (failed) {
            return;
        }
        writer.force();
        Manifest.Generation written = writer.finish();
        writer.deleteReserve();
        disk.forceDirectory(JournalFiles.generation(writer.number()));
        requireReadable(disk, written, writer.sequence(), writer.crc());
        background.keepHouse(() -> attempt(() -> {
            named = true;
            catalogue.compact(written, sequence);
            over = true;
        }));
    }

    /** Reads a generation back and compares it with what was written: the checksum of the last batch seals all. */
    static void requireReadable(Disk disk, Manifest.Generation written, long sequence, int crc) throws IOException {
        Manifest alone =
                new Manifest(Durability.FSYNC, "", "", 0, 0, written.isSnapshot() ? 1 : 0, List.of(written), false);
        try (JournalReader reader = new JournalReader(disk, alone, NoEvents.INSTANCE)) {
            reader.readAll();
            if (reader.sequence() != sequence || reader.crc() != crc) {
                throw new JournalException("what was written to " + disk.path() + "/"
                        + JournalFiles.generation(written.number()) + " does not read back");
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void attempt(Work work) {
        if (isStopped.getAsBoolean()) {
            return;
        }
        try {
            work.run();
        } catch (NoSpaceException e) {
            giveUp();
        } catch (IOException | RuntimeException | Error e) {
            onFailure.accept(e);
        }
        onProgress.run();
    }

    private void giveUp() {
        failed = true;
        try {
            discard();
        } catch (IOException e) {
            onFailure.accept(e);
        }
        over = true;
    }

    private void discard() throws IOException {
        if (writer != null) {
            writer.close();
            writer.delete();
            writer = null;
        }
    }
}
