package io.sluice.journal;

import io.sluice.core.Events;
import java.io.IOException;

/**
 * A journal that is read and neither changed nor owned: a closed one, one that a killed process has left, or one whose owner
 * goes on writing. It is what it was when it was opened, and of what is written meanwhile the beginning. For one thread.
 */
public final class ReadOnlyJournal implements AutoCloseable {
    private final OpenFiles files;
    private Recovery found;

    private ReadOnlyJournal(OpenFiles files) {
        this.files = files;
    }

    /**
     * Opens all files.
     *
     * @param disk where the journal is.
     * @return the journal.
     * @throws JournalException if there is none, or its manifest is damaged or of a newer version.
     */
    public static ReadOnlyJournal open(Disk disk) {
        try {
            return new ReadOnlyJournal(OpenFiles.open(disk));
        } catch (IOException e) {
            throw unreadable(disk.path(), e);
        }
    }

    /**
     * Tells all events there are: the snapshot and what came after it.
     *
     * @param listener hears of each batch first.
     * @param into hears the events.
     * @throws JournalException if something is damaged; what was told until then is what stands before it.
     */
    public void tell(BatchListener listener, Events into) {
        Manifest manifest = files.manifest();
        found = Recovery.fresh(manifest.durability());
        if (manifest.isEmpty()) {
            return;
        }
        try (JournalReader reader = new JournalReader(files, manifest, into, listener)) {
            try {
                reader.requireFiles();
                reader.readAll();
            } finally {
                found = reader.recovery();
            }
        } catch (IOException e) {
            throw unreadable(files.path(), e);
        }
    }

    /**
     * Returns what {@link #tell} has found, also where it was refused.
     *
     * @return as far as it got.
     */
    public Recovery found() {
        return found;
    }

    /**
     * Returns how many generations there are, that of a snapshot included.
     *
     * @return 0 or more.
     */
    public int generations() {
        return files.manifest().generations().size();
    }

    /**
     * Returns how many files there are, the manifest not counted.
     *
     * @return 0 or more.
     */
    public int files() {
        return files.count();
    }

    @Override
    public void close() {
        try {
            files.close();
        } catch (IOException e) {
            throw unreadable(files.path(), e);
        }
    }

    private static JournalException unreadable(String path, IOException e) {
        return new JournalException("cannot read " + path + ": " + e.getMessage(), e);
    }
}
