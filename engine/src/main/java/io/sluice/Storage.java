package io.sluice;

import io.sluice.journal.Background;
import io.sluice.journal.BackgroundThreads;
import io.sluice.journal.DirectoryDisk;
import io.sluice.journal.Disk;
import io.sluice.journal.Journal;

/**
 * What a journal is made on.
 *
 * @param disk where it is.
 * @param background does what the loop need not wait for.
 * @param options how it is opened.
 */
record Storage(Disk disk, Background background, Journal.Options options) {
    /** Returns the directory that an engine is opened with. */
    static Storage of(Settings settings) {
        return new Storage(
                new DirectoryDisk(settings.directory()),
                new BackgroundThreads(),
                new Journal.Options(
                        settings.durability(), settings.syncInterval().toNanos()));
    }
}
