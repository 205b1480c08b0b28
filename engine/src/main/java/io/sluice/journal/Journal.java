package io.sluice.journal;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;

/**
 * The write-ahead journal of one engine in one directory. Its life: {@link #open}, {@link #recover}, {@link #begin}, then any
 * number of staged events and {@link #commit}s, {@link #close}. For one thread at a time. An interrupt during an append or a
 * force is a failure, one that is pending at {@link #close} is not.
 *
 * <p>The first failure to append or to force ends it: everything after is refused with {@link JournalException}, nothing is
 * tried again, and what is on disk is found out by opening the directory anew.
 */
public final class Journal implements AutoCloseable {
    private final JournalDirectory directory;
    private final Durability durability;
    private final Consumer<Throwable> onFailure;
    private final int segmentLength;
    private final long syncIntervalNs;
    private final DirectoryLock lock;
    private final Manifest found;
    private final Staging staging = new Staging(this::appendTo);
    private boolean recovered;
    private long lastSequence;
    private Syncer syncer;
    private String bootId;
    private volatile GenerationWriter current;
    private volatile Throwable failure;

    private Journal(
            JournalDirectory directory,
            DirectoryLock lock,
            Manifest found,
            Durability durability,
            long syncIntervalNs,
            int segmentLength,
            Consumer<Throwable> onFailure) {
        this.directory = directory;
        this.lock = lock;
        this.found = found;
        this.durability = durability;
        this.syncIntervalNs = syncIntervalNs;
        this.segmentLength = segmentLength;
        this.onFailure = onFailure;
    }

    /**
     * Takes possession of a directory, which is made if it is not there, and checks that every file is. Nothing else in it is
     * changed before {@link #begin}.
     *
     * @param directory where the journal is, or is to be.
     * @param durability {@link Durability#FSYNC} has every commit wait for the disk; {@link Durability#ASYNC} has a thread of
     *     its own force behind them.
     * @param syncIntervalNs with ASYNC, how long after a commit it is on disk at most, nanoseconds.
     * @param onFailure hears, on that thread, why it failed. Called at most once; it must not close the journal itself.
     * @return the journal, to be recovered next.
     * @throws JournalException if another process owns the directory, it cannot be written to, a file is missing, the manifest
     *     is damaged or of a newer version.
     * @throws IllegalStateException if flags of the JVM are missing; the message names them.
     */
    public static Journal open(
            Path directory, Durability durability, long syncIntervalNs, Consumer<Throwable> onFailure) {
        return open(directory, durability, syncIntervalNs, onFailure, SegmentWriter.DEFAULT_LENGTH);
    }

    static Journal open(
            Path path, Durability durability, long syncIntervalNs, Consumer<Throwable> onFailure, int segmentLength) {
        JvmFlags.require();
        if (durability == Durability.NONE) {
            throw new IllegalArgumentException("without durability there is no journal to open");
        }
        JournalDirectory directory = new JournalDirectory(path);
        try {
            directory.create();
            DirectoryLock lock = DirectoryLock.take(path);
            try {
                Manifest found = directory.readManifest();
                if (found != null && found.generation() > 0) {
                    reader(directory, found, NoEvents.INSTANCE).requireFiles();
                }
                return new Journal(directory, lock, found, durability, syncIntervalNs, segmentLength, onFailure);
            } catch (IOException | RuntimeException e) {
                lock.undo();
                throw e;
            }
        } catch (IOException e) {
            throw new JournalException("cannot open " + path + " for writing: " + reason(e), e);
        }
    }

    private static GenerationReader reader(JournalDirectory directory, Manifest manifest, Events into) {
        return new GenerationReader(directory.generation(manifest.generation()), manifest, into);
    }

    /**
     * Tells all events there are: the snapshot that the generation began with and what came after it.
     *
     * @param into hears them. If this throws, what it heard is worth nothing.
     * @return what was found.
     * @throws JournalException if something is damaged that may not be left out; the directory is released then, unchanged.
     */
    public Recovery recover(Events into) {
        requireLife(!recovered, "recovered already");
        recovered = true;
        if (found == null || found.generation() == 0) {
            return Recovery.fresh(durability);
        }
        try {
            GenerationReader reader = reader(directory, found, into);
            Recovery recovery = reader.read();
            lastSequence = reader.sequence();
            return recovery;
        } catch (IOException e) {
            undoLock();
            throw new JournalException("cannot read " + directory.path() + ": " + reason(e), e);
        } catch (RuntimeException e) {
            undoLock();
            throw e;
        }
    }

    private void undoLock() {
        failure = new JournalException("the journal could not be recovered");
        try {
            lock.undo();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Begins a new generation with a snapshot: written, forced, read back, and only then do older generations go. Events can
     * be staged afterwards.
     *
     * @param engineNs engine time now, nanoseconds.
     * @param nanoTime {@code System.nanoTime()} of the same moment.
     * @param bootId names the boot of the machine in which nanoTime counts; printable ASCII, may be empty.
     * @param snapshot tells the events that rebuild the state.
     * @throws JournalException if it cannot be written; the generation before is untouched then.
     */
    public void begin(long engineNs, long nanoTime, String bootId, Consumer<Events> snapshot) {
        requireLife(recovered && current == null, "not recovered, or begun already");
        this.bootId = bootId;
        try {
            if (found == null) {
                directory.writeManifest(Manifest.empty(durability));
            }
            replace(engineNs, nanoTime, snapshot);
        } catch (IOException | RuntimeException | Error e) {
            throw fail(e);
        }
        if (durability == Durability.ASYNC) {
            syncer = new Syncer(new Current(), syncIntervalNs, this::failInBackground);
        }
    }

    /**
     * Begins a new generation while running, as {@link #begin} does; what was staged goes to the one before.
     *
     * @param nowNs engine time, nanoseconds.
     * @param nanoTime {@code System.nanoTime()} of the same moment.
     * @param snapshot tells the events that rebuild the state.
     */
    public void snapshot(long nowNs, long nanoTime, Consumer<Events> snapshot) {
        sync();
        try {
            replace(nowNs, nanoTime, snapshot);
        } catch (IOException | RuntimeException | Error e) {
            throw fail(e);
        }
    }

    private void replace(long nowNs, long nanoTime, Consumer<Events> snapshot) throws IOException {
        GenerationWriter before = current;
        long generation = directory.lastGeneration() + 1;
        Manifest manifest = new Manifest(
                generation, new SecureRandom().nextLong(), durability, bootId, nowNs - nanoTime, 0, List.of(), false);
        GenerationWriter next = new GenerationWriter(directory, manifest, lastSequence(), segmentLength);
        try (Staging described = new Staging(full -> append(next, full))) {
            described.at(nowNs);
            snapshot.accept(described);
            next.append(described);
            next.publish();
        } catch (IOException | RuntimeException | Error e) {
            next.abandon(e);
            throw e;
        }
        current = next;
        if (before != null) {
            before.close();
        }
        directory.keepOnly(generation);
    }

    private long lastSequence() {
        return current == null ? lastSequence : current.sequence();
    }

    /**
     * Returns what stages events for the next commit.
     *
     * @return the same for the life of the journal.
     */
    public Events events() {
        running();
        return staging;
    }

    /**
     * Tells whether something is staged that answers depend on, so that a {@link #commit} is due before they go. Events that
     * only say that replies were released wait for the next commit.
     *
     * @return true if so.
     */
    public boolean hasStaged() {
        running();
        return staging.isBinding();
    }

    /**
     * Appends what is staged, if {@link #hasStaged}, and with FSYNC waits until it is on disk. One batch; several only when it
     * is longer than 256 KiB.
     *
     * @param nowNs engine time, nanoseconds.
     * @throws JournalException if that fails, and ever after.
     */
    public void commit(long nowNs) {
        GenerationWriter writer = running();
        if (!staging.isBinding()) {
            return;
        }
        staging.at(nowNs);
        try {
            writer.append(staging);
            staging.settle();
            if (durability == Durability.FSYNC) {
                writer.force();
            } else {
                syncer.appended();
            }
        } catch (IOException | RuntimeException | Error e) {
            throw fail(e);
        }
    }

    private void appendTo(Staging full) {
        append(running(), full);
    }

    private void append(GenerationWriter writer, Staging full) {
        try {
            writer.append(full);
        } catch (IOException e) {
            throw new JournalException("cannot write to " + directory.path() + ": " + reason(e), e);
        }
    }

    /**
     * Appends what is staged and waits until everything is on disk, whatever the durability.
     *
     * @throws JournalException if that fails, and ever after.
     */
    public void sync() {
        GenerationWriter writer = running();
        try {
            if (staging.count() > 0) {
                writer.append(staging);
                staging.settle();
            }
            writer.force();
        } catch (IOException | RuntimeException | Error e) {
            throw fail(e);
        }
    }

    /** Tells whether something was appended that is not known to be on disk. */
    boolean isDirty() {
        return running().isDirty();
    }

    /**
     * Returns the length of the batches of this generation.
     *
     * @return bytes.
     */
    public long bytes() {
        return running().bytes();
    }

    /**
     * Returns the number of this generation.
     *
     * @return 1 or more.
     */
    public long generation() {
        return running().generation();
    }

    /**
     * Appends what is staged, forces it, marks the journal as closed and gives the directory back. After a failure only the
     * last of that. Closing twice does nothing.
     */
    @Override
    public void close() {
        GenerationWriter writer = current;
        // Channels close themselves in the hands of an interrupted thread.
        boolean interrupted = Thread.interrupted();
        try (lock;
                staging) {
            if (writer != null) {
                close(writer);
            }
        } catch (IOException e) {
            throw new JournalException("cannot close " + directory.path() + ": " + reason(e), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void close(GenerationWriter writer) throws IOException {
        try (writer) {
            if (failure == null) {
                sync();
            }
            if (syncer != null) {
                syncer.close();
            }
            if (failure == null) {
                writer.markClean();
            }
        } finally {
            failure = failure == null ? new JournalException("the journal is closed") : failure;
            current = null;
        }
    }

    private GenerationWriter running() {
        GenerationWriter writer = current;
        requireLife(writer != null, "not begun");
        return writer;
    }

    private void requireLife(boolean expected, String otherwise) {
        Throwable cause = failure;
        if (cause != null) {
            throw new JournalException("the journal is stopped: " + reason(cause), cause);
        }
        if (!expected) {
            throw new IllegalStateException("the journal is " + otherwise);
        }
    }

    private JournalException fail(Throwable cause) {
        failure = cause;
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof JournalException known
                ? known
                : new JournalException("cannot write to " + directory.path() + ": " + reason(cause), cause);
    }

    private void failInBackground(Throwable cause) {
        failure = cause;
        onFailure.accept(cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** The generation that is current, whichever that is when the syncer asks. */
    private final class Current implements Syncer.Target {
        @Override
        public boolean isDirty() {
            GenerationWriter writer = current;
            return writer != null && writer.isDirty();
        }

        @Override
        public void force() throws IOException {
            GenerationWriter writer = current;
            if (writer != null) {
                writer.force();
            }
        }
    }
}
