package io.sluice.journal;

import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * The generation that an opening is going to write, made ready while the journal before it is still read. Any thread.
 */
final class Preparation {
    private final Disk disk;
    private final long lastGeneration;
    private final LongSupplier salts;
    private final int segmentLength;
    private GenerationWriter writer;
    private IOException failure;
    private boolean discarded;

    /**
     * Prepares nothing yet.
     *
     * @param lastGeneration the last number that was given out before, as far as is known.
     */
    Preparation(Disk disk, long lastGeneration, LongSupplier salts, int segmentLength) {
        this.disk = disk;
        this.lastGeneration = lastGeneration;
        this.salts = salts;
        this.segmentLength = segmentLength;
    }

    /** Makes it ready, unless that was done; what goes wrong is told to who takes it. */
    synchronized void run() {
        if (writer != null || failure != null || discarded) {
            return;
        }
        try {
            long number = Math.max(lastGeneration, JournalFiles.lastGeneration(disk)) + 1;
            writer = new GenerationWriter(disk, number, false, salts.getAsLong(), segmentLength);
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Returns it, ready. */
    synchronized GenerationWriter take() throws IOException {
        run();
        if (failure != null) {
            throw failure;
        }
        GenerationWriter taken = writer;
        writer = null;
        discarded = true;
        return taken;
    }

    /** Lets nothing be left of it, unless it was taken. */
    synchronized void discard() throws IOException {
        discarded = true;
        if (writer != null) {
            writer.close();
            writer.delete();
            writer = null;
        }
    }
}
