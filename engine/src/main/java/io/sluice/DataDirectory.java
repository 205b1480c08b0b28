package io.sluice;

import io.sluice.audit.Auditor;
import io.sluice.core.Events;
import io.sluice.journal.BatchListener;
import io.sluice.journal.DirectoryDisk;
import io.sluice.journal.JournalException;
import io.sluice.journal.JvmFlags;
import io.sluice.journal.ReadOnlyJournal;
import io.sluice.journal.Recovery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A data directory that is looked at from outside: it is not changed by a byte, and an engine may be running on it meanwhile.
 * Of what that writes after reading has begun, some is read and some is not, but never half of it.
 *
 * <p>Any thread may call; each call reads anew.
 */
public final class DataDirectory {
    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /**
     * Names a directory; it is not looked at yet.
     *
     * @param path where the journal is.
     * @return the directory.
     */
    public static DataDirectory at(Path path) {
        return new DataDirectory(path);
    }

    /**
     * Tells all facts there are: those of the snapshot, which rebuild the state as it was, and those after it.
     *
     * @param listener hears them; what it throws ends the call.
     * @return what was there, and what is damaged if anything is.
     * @throws JournalException if there is no journal, or its manifest is damaged or of a newer version.
     */
    public JournalContents tell(FactListener listener) {
        return tell(listener::batch, listener);
    }

    /**
     * Checks every batch, and judges from the facts alone whether the engine has kept its promises: each task under one lease
     * at a time, none lost, no window of any limit overfull. Takes about 70 bytes of memory for each task that is kept,
     * outside the heap, and 32 for each start.
     *
     * @return what was found.
     * @throws JournalException if there is no journal, or its manifest is damaged or of a newer version.
     */
    public Verification verify() {
        try (Auditor auditor = new Auditor()) {
            JournalContents contents =
                    tell((file, offset, sequence, atNs) -> auditor.at(file, offset, sequence), auditor);
            return new Verification(contents, auditor.finish(), auditor.limits());
        }
    }

    /**
     * Writes what is sound into a new directory, which an engine then opens as it would this one. It holds the state that the
     * whole batches tell, without the history before it. If anything is left out, limits count as fully used up to now, and
     * numbers of tasks and tokens jump, as after a power cut that lost some.
     *
     * @param to the new directory: one that is not there, or an empty one.
     * @return what was kept and what was left out.
     * @throws JournalException if somebody has this directory, there is no journal in it or one of a newer version, or the
     *     new one is not empty or cannot be written.
     */
    public Repair repair(Path to) {
        return repair(to, Clock.system());
    }

    Repair repair(Path to, Clock clock) {
        JvmFlags.require();
        DirectoryDisk disk = disk();
        long owner = owner(disk);
        if (owner > 0) {
            throw new JournalException(path + " is in use by process " + owner);
        }
        requireEmpty(to);
        return new Repairs(clock).repair(disk, to);
    }

    private static void requireEmpty(Path to) {
        if (!Files.exists(to)) {
            return;
        }
        try (Stream<Path> files = Files.list(to)) {
            if (files.findAny().isPresent()) {
                throw new JournalException(to + " is not empty");
            }
        } catch (NotDirectoryException e) {
            throw new JournalException(to + " is not a directory", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JournalContents tell(BatchListener listener, Events into) {
        JvmFlags.require();
        DirectoryDisk disk = disk();
        long owner = owner(disk);
        try (ReadOnlyJournal journal = ReadOnlyJournal.open(disk)) {
            String damage = "";
            try {
                journal.tell(listener, into);
            } catch (JournalException e) {
                damage = e.getMessage();
            }
            return contents(owner, journal, damage);
        }
    }

    private static JournalContents contents(long owner, ReadOnlyJournal journal, String damage) {
        Recovery found = journal.found();
        return new JournalContents(
                owner,
                found.clean(),
                journal.generations(),
                journal.files(),
                found.batches(),
                found.bytes(),
                found.events(),
                found.cutBytes(),
                found.cutBatches(),
                found.cutAt(),
                damage);
    }

    private DirectoryDisk disk() {
        if (!Files.isDirectory(path)) {
            throw new JournalException(path + (Files.exists(path) ? " is not a directory" : " is not there"));
        }
        return new DirectoryDisk(path);
    }

    private static long owner(DirectoryDisk disk) {
        try {
            return disk.owner();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
