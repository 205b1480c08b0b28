package io.sluice.journal;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.NoEvents;
import io.sluice.core.Room;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The write-ahead journal of one engine in one directory. Its life: {@link #open}, {@link #recover}, {@link #begin}, then any
 * number of staged events and {@link #commit}s, {@link #close}. For one thread at a time. An interrupt during an append or a
 * force is a failure, one that is pending at {@link #close} is not.
 *
 * <p>The first failure to append or to force ends it: everything after is refused with {@link JournalException}, nothing is
 * tried again, and what is on disk is found out by opening the directory anew. A full disk is no failure: {@link #room} says
 * how far what has been reserved still goes.
 */
public final class Journal implements AutoCloseable {
    /** Length of a segment where nothing else is asked for, bytes: five times the longest batch and more. */
    public static final int SEGMENT_LENGTH = 48 << 20;

    private static final long RETRY_NS = 100_000_000;
    private static final int BUFFER_LENGTH = 1 << 19;

    /**
     * How a journal is opened.
     *
     * @param durability {@link Durability#FSYNC} has every commit wait for the disk; {@link Durability#ASYNC} has the
     *     background force behind them.
     * @param syncIntervalNs with ASYNC, how long after a commit it is on disk at most, nanoseconds: a commit waits rather than
     *     leave one behind for longer.
     * @param segmentLength how long a segment gets, bytes.
     * @param salts makes a random number for each generation.
     */
    public record Options(Durability durability, long syncIntervalNs, int segmentLength, LongSupplier salts) {
        /**
         * The usual ones.
         *
         * @param durability see {@link Options}.
         * @param syncIntervalNs see {@link Options}.
         */
        public Options(Durability durability, long syncIntervalNs) {
            this(durability, syncIntervalNs, SEGMENT_LENGTH, new SecureRandom()::nextLong);
        }
    }

    /** Hears from the background; on its threads. */
    public interface Listener {
        /**
         * Hears why the journal has failed, at most once. It must not close the journal itself.
         *
         * @param failure why.
         */
        void onFailure(Throwable failure);

        /** Hears that there is something to go on with: room, or a snapshot that is ready, has caught up or is over. */
        void onProgress();
    }

    /** Hears how far recovery has got. */
    public interface Progress {
        /**
         * Is called after each batch.
         *
         * @param bytes read so far.
         * @param ofBytes to be read at least.
         */
        void read(long bytes, long ofBytes);
    }

    private final Disk disk;
    private final Background background;
    private final Options options;
    private final Listener listener;
    private final Disk.Possession possession;
    private final Manifest found;
    private final BatchBuffer buffer = new BatchBuffer(BUFFER_LENGTH);
    private final Staging staging;
    private final AtomicBoolean forceAsked = new AtomicBoolean();
    private final AtomicBoolean reserveAsked = new AtomicBoolean();
    private Preparation preparation;
    private boolean recovered;
    private long lastSequence;
    private int lastCrc;
    private long unforcedSinceNs;
    private long reserveAskedNs;
    private Catalogue catalogue;
    private Snapshot snapshot;
    private GenerationWriter current;
    private volatile Throwable failure;

    private Journal(
            Disk disk,
            Background background,
            Options options,
            Listener listener,
            Disk.Possession possession,
            Manifest found) {
        this.disk = disk;
        this.background = background;
        this.options = options;
        this.listener = listener;
        this.possession = possession;
        this.found = found;
        staging = new Staging(buffer, this::appendFull);
    }

    /**
     * Takes possession of a directory, which is made if it is not there, and checks that every file is. Nothing else in it is
     * changed before {@link #begin}.
     *
     * @param disk where the journal is, or is to be.
     * @param background does what need not be waited for; closed with the journal.
     * @param options how.
     * @param listener hears from the background.
     * @return the journal, to be recovered next.
     * @throws JournalException if another process owns the directory, it cannot be written to, a file is missing, the manifest
     *     is damaged or of a newer version.
     */
    public static Journal open(Disk disk, Background background, Options options, Listener listener) {
        if (options.durability() == Durability.NONE) {
            throw new IllegalArgumentException("without durability there is no journal to open");
        }
        try {
            disk.create();
            Disk.Possession possession = disk.possess();
            try {
                Manifest found = JournalFiles.readManifest(disk);
                if (found != null && !found.isEmpty()) {
                    new JournalReader(disk, found, NoEvents.INSTANCE).requireFiles();
                }
                return new Journal(disk, background, options, listener, possession, found);
            } catch (IOException | RuntimeException e) {
                possession.undo();
                throw e;
            }
        } catch (IOException e) {
            throw new JournalException("cannot open " + disk.path() + " for writing: " + reason(e), e);
        }
    }

    /**
     * Tells all events there are: the snapshot and what came after it.
     *
     * @param into hears them. If this throws, what it heard is worth nothing.
     * @param progress hears how far it has got.
     * @return what was found.
     * @throws JournalException if something is damaged that may not be left out; the directory is released then, unchanged.
     */
    public Recovery recover(Events into, Progress progress) {
        requireLife(!recovered, "recovered already");
        recovered = true;
        long lastGeneration = found == null ? 0 : found.lastGeneration();
        preparation = new Preparation(disk, lastGeneration, options.salts(), options.segmentLength());
        if (found == null || found.isEmpty()) {
            return Recovery.fresh(options.durability());
        }
        background.keepHouse(preparation::run);
        try (JournalReader reader = new JournalReader(disk, found, into)) {
            long length = reader.requireFiles();
            while (reader.next()) {
                progress.read(reader.bytes(), length);
            }
            lastSequence = reader.sequence();
            lastCrc = reader.crc();
            return reader.recovery();
        } catch (IOException e) {
            undoPossession();
            throw new JournalException("cannot read " + disk.path() + ": " + reason(e), e);
        } catch (RuntimeException e) {
            undoPossession();
            throw e;
        }
    }

    private void undoPossession() {
        failure = new JournalException("the journal could not be recovered");
        try {
            preparation.discard();
            possession.undo();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * Begins a new generation, which goes on where the last one ended. Files of an earlier life are never appended to, and
     * what such a life may not have brought to disk is written anew: the end of its events, forced and read back, before
     * anything depends on it.
     *
     * @param engineNs engine time now, nanoseconds.
     * @param nanoTime {@code System.nanoTime()} of the same moment.
     * @param bootId names the boot of the machine in which nanoTime counts; printable ASCII, may be empty.
     * @param first tells the first events of this life; they are on disk when this returns.
     * @throws JournalException if it cannot be written; the directory is as it was then.
     */
    public void begin(long engineNs, long nanoTime, String bootId, Consumer<Events> first) {
        requireLife(recovered && current == null, "not recovered, or begun already");
        try {
            if (found == null) {
                JournalFiles.writeManifest(disk, Manifest.empty(options.durability()));
            }
            Manifest past = found == null ? Manifest.empty(options.durability()) : found;
            Rewrite rewrite = Rewrite.of(past, lastSequence, lastCrc, options.segmentLength());
            GenerationWriter next = preparation.take();
            begin(next, rewrite, engineNs, nanoTime, bootId, first);
        } catch (IOException | RuntimeException | Error e) {
            throw fail(e);
        }
    }

    private void begin(
            GenerationWriter next, Rewrite rewrite, long engineNs, long nanoTime, String bootId, Consumer<Events> first)
            throws IOException {
        try {
            next.begin(rewrite.sequence(), rewrite.crc());
            rewrite.copy(disk, lastSequence, next, buffer);
            staging.begin(buffer);
            staging.at(engineNs);
            current = next;
            first.accept(staging);
            appendStaged();
            next.force();
            Snapshot.requireReadable(disk, next.description(), next.sequence(), next.crc());
            reserve(next);
        } catch (IOException | RuntimeException e) {
            discard(next, e);
            throw e;
        }
        catalogue = new Catalogue(
                disk,
                new Manifest(
                        options.durability(),
                        bootId,
                        disk.mount(),
                        engineNs - nanoTime,
                        next.forced(),
                        found == null ? 0 : found.snapshotSequence(),
                        rewrite.kept(),
                        false),
                next);
    }

    private void discard(GenerationWriter writer, Throwable because) {
        current = null;
        try {
            writer.close();
            writer.delete();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    private static void reserve(GenerationWriter writer) throws IOException {
        if (!writer.isReserved()) {
            try {
                writer.reserve();
            } catch (NoSpaceException e) {
                // The journal goes on with what room there is, and asks again.
                return;
            }
        }
        writer.allow();
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
     * Returns how much more can be staged and committed.
     *
     * @return less than ample only while the disk is full.
     */
    public Room room() {
        long left = current.room() - staging.length();
        int length = options.segmentLength();
        if (left >= length / 2) {
            return Room.AMPLE;
        }
        if (left >= length / 8 * 3) {
            return Room.SHORT;
        }
        return left >= length / 5 ? Room.SCARCE : Room.NONE;
    }

    /**
     * Has the background see to what is due. To be called with each turn of the loop, and while room is less than ample ten
     * times a second.
     *
     * @param nowNs engine time, nanoseconds.
     */
    public void keepUp(long nowNs) {
        GenerationWriter writer = running();
        if (!writer.hasReserve() && nowNs - reserveAskedNs >= RETRY_NS && reserveAsked.compareAndSet(false, true)) {
            reserveAskedNs = nowNs;
            askForReserve();
        }
    }

    private void askForReserve() {
        background.keepHouse(() -> attempt(() -> {
            boolean isThere = catalogue.reserve();
            reserveAsked.set(false);
            if (isThere) {
                listener.onProgress();
            }
        }));
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
            boolean wasDirty = writer.isDirty();
            appendStaged();
            if (options.durability() == Durability.FSYNC) {
                writer.force();
            } else {
                forceLater(writer, wasDirty, nowNs);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw fail(e);
        }
    }

    private void forceLater(GenerationWriter writer, boolean wasDirty, long nowNs) throws IOException {
        if (!wasDirty) {
            unforcedSinceNs = nowNs;
        }
        if (nowNs - Math.max(unforcedSinceNs, writer.forcedNs()) > options.syncIntervalNs()) {
            writer.force();
        } else if (forceAsked.compareAndSet(false, true)) {
            background.forceLater(
                    options.syncIntervalNs() / 2,
                    () -> attempt(() -> {
                        // Asked for again by whatever is appended from here on.
                        forceAsked.set(false);
                        writer.force();
                    }));
        }
    }

    private BatchBuffer appendFull(BatchBuffer full, int neededLength) {
        try {
            append(full);
            full.reach(neededLength);
            return full;
        } catch (IOException e) {
            throw new JournalException("cannot write to " + disk.path() + ": " + reason(e), e);
        }
    }

    private void appendStaged() throws IOException {
        append(staging.buffer());
        staging.begin(buffer);
        staging.settle();
    }

    private void append(BatchBuffer events) throws IOException {
        GenerationWriter writer = current;
        if (catalogue == null) {
            writer.makeRoom(events.length);
        } else if (writer.needsReserve(events.length) && !catalogue.reserve()) {
            throw new JournalException("no space left in " + disk.path());
        }
        writer.append(events);
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
                appendStaged();
            }
            writer.force();
        } catch (IOException | RuntimeException | Error e) {
            throw fail(e);
        }
    }

    /**
     * Begins to write a snapshot beside what goes on.
     *
     * @return the snapshot; the one that is being written if there is one.
     */
    public Snapshot snapshot() {
        running();
        if (snapshot == null || snapshot.isOver()) {
            snapshot = new Snapshot(
                    disk,
                    background,
                    catalogue,
                    options.segmentLength(),
                    options.salts().getAsLong(),
                    this::hasFailed,
                    this::failInBackground,
                    listener::onProgress);
        }
        return snapshot;
    }

    /**
     * Begins to tell the state to a snapshot that is ready.
     *
     * @param into the snapshot.
     * @param nowNs engine time, nanoseconds.
     * @return what hears the events that rebuild the state as it is now, when nothing is staged that answers depend on.
     */
    public Events tell(Snapshot into, long nowNs) {
        if (staging.isBinding()) {
            throw new IllegalStateException("the state is ahead of the journal");
        }
        return into.begin(nowNs, running().sequence());
    }

    /**
     * Tells whether the journal has grown so long beside what is alive that a snapshot is due.
     *
     * @param liveBytes about how long a snapshot would be now, bytes.
     * @return true if so.
     */
    public boolean isLong(long liveBytes) {
        running();
        return catalogue.closedBytes() > liveBytes + liveBytes / 4 + options.segmentLength() / 2;
    }

    /** Tells whether something was appended that is not known to be on disk. */
    boolean isDirty() {
        return running().isDirty();
    }

    /**
     * Returns the length of the journal: the snapshot and the events after it.
     *
     * @return bytes.
     */
    public long bytes() {
        running();
        return catalogue.closedBytes() + current.position();
    }

    /**
     * Returns the length of all batches of events that this life has appended.
     *
     * @return bytes.
     */
    public long written() {
        return running().bytes();
    }

    /**
     * Returns the number of the latest generation, of events or of a snapshot.
     *
     * @return 1 or more.
     */
    public long generation() {
        running();
        return catalogue.lastGeneration();
    }

    /**
     * Appends what is staged, forces it, marks the journal as closed and gives the directory back. After a failure only the
     * last of that. Closing twice does nothing.
     */
    @Override
    public void close() {
        end(true);
    }

    /** Gives the directory back and leaves the journal as a crash would: what is staged may be half of something. */
    public void abandon() {
        end(false);
    }

    private void end(boolean whole) {
        // Channels close themselves in the hands of an interrupted thread.
        boolean interrupted = Thread.interrupted();
        try (possession;
                buffer) {
            if (current != null) {
                end(current, whole);
            } else {
                background.close();
                if (preparation != null) {
                    preparation.discard();
                }
            }
        } catch (IOException e) {
            throw new JournalException("cannot close " + disk.path() + ": " + reason(e), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end(GenerationWriter writer, boolean whole) throws IOException {
        try (writer) {
            if (whole && failure == null) {
                sync();
            }
            background.close();
            if (snapshot != null && !snapshot.isOver()) {
                snapshot.abandon();
            }
            if (whole && failure == null) {
                catalogue.finish(writer.finish());
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
                : new JournalException("cannot write to " + disk.path() + ": " + reason(cause), cause);
    }

    private interface Work {
        void run() throws IOException;
    }

    private boolean hasFailed() {
        return failure != null;
    }

    private void attempt(Work work) {
        if (hasFailed()) {
            return;
        }
        try {
            work.run();
        } catch (IOException | RuntimeException | Error e) {
            failInBackground(e);
        }
    }

    private void failInBackground(Throwable cause) {
        boolean isFirst;
        synchronized (forceAsked) {
            isFirst = failure == null;
            failure = isFirst ? cause : failure;
        }
        if (isFirst) {
            listener.onFailure(cause);
        }
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
