package io.sluice.journal;

import io.sluice.journal.Faults.Call;
import io.sluice.journal.Faults.Fate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A disk in memory that fails, fills up, and dies with the process or with the power, when it is told to; what then happens
 * follows from a seed. For one thread.
 *
 * <p>A world ends by {@link #crashAt} or {@link #crash}: from then on every call throws {@link Crash}, until {@link #kill} or
 * {@link #powerCut} begins the next one. What was open in the one before must not be used any more.
 */
public final class SimulatedDisk implements Disk {
    /** How a call fails. */
    public enum Fault {
        /** The disk does not do it, or does it and does not say so. */
        EIO,
        /** There is no room. */
        ENOSPC,
        /** A part is written. */
        SHORT_WRITE
    }

    /** What of the unforced is on disk after a power cut. */
    public enum PowerCut {
        /** Everything. */
        ALL,
        /** Nothing. */
        NONE,
        /** Of each file, and of the names, what comes first. */
        PREFIX,
        /** Everything but some sectors of what was written last. */
        TORN_LAST,
        /** Any. */
        SUBSET
    }

    /** One thing that a disk does; it may fail as disks do. */
    private interface Step {
        void run() throws IOException;
    }

    private static final String LOCK = "LOCK";
    private static final int BLOCK_LENGTH = 4096;
    private static final int SHORT_READS = 32;

    private final Faults faults = new Faults();
    private final SimulatedTree tree = new SimulatedTree();
    private final SplittableRandom random;
    private long capacity = Long.MAX_VALUE;
    private long used;
    private int mounts = 1;
    private int life;
    private Runnable whileForcing;
    private SimulatedPossession owner;
    private SimulatedFile lastWritten;
    private long lastWrittenFrom;
    private long lastWrittenTo;

    /**
     * Makes an empty disk.
     *
     * @param seed decides all that is left open.
     */
    public SimulatedDisk(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Sets how much room there is, bytes. */
    public void capacity(long bytes) {
        capacity = bytes;
    }

    /** Returns how much room is taken, bytes. */
    public long used() {
        return used;
    }

    /** Returns how many calls there were. */
    public long calls() {
        return faults.count();
    }

    /** Returns the last calls, one a line. */
    public String log() {
        return faults.log();
    }

    /**
     * Lets a call fail, if it is one that can fail in this way.
     *
     * @param call its number, from 0.
     * @param fault how.
     * @param forGood whether all after it fail, too.
     */
    public void failAt(long call, Fault fault, boolean forGood) {
        faults.failAt(call, fault, forGood);
    }

    /** Has something done when the first call fails after each {@link #failAt}. */
    public void whenStruck(Runnable action) {
        faults.onStruck(action);
    }

    /** Lets no more calls fail. */
    public void heal() {
        faults.failAt(Long.MAX_VALUE, null, false);
    }

    /** Tells whether a call has failed since {@link #failAt}. */
    public boolean struck() {
        return faults.struck();
    }

    /** Lets the world end in the middle of a call. */
    public void crashAt(long call) {
        faults.crashAt(call);
    }

    /** Ends the world between two calls; throws {@link Crash}. */
    public void crash() {
        faults.crash("crashed after call " + (faults.count() - 1));
    }

    /** Tells whether the world has ended. */
    public boolean crashed() {
        return faults.crashed();
    }

    /** Has something done in the midst of the next force, once. */
    public void whileForcing(Runnable action) {
        whileForcing = action;
    }

    void forcing() {
        Runnable action = whileForcing;
        whileForcing = null;
        if (action != null) {
            action.run();
        }
    }

    /** Begins anew after the death of the process: everything is as it was written. */
    public void kill() {
        life++;
        owner = null;
        whileForcing = null;
        lastWritten = null;
        faults.restart();
        used = 0;
        tree.forEachFile(file -> {
            file.opened = 0;
            file.names = 1;
            file.room = Math.max(file.room, rounded(file.length()));
            used += file.room;
        });
    }

    /** Begins anew after the power was gone for a while. */
    public void powerCut(PowerCut what) {
        int keptInHundred = random.nextInt(101);
        int keptChanges = random.nextInt(tree.pending() + 1);
        int[] seen = {0};
        boolean ordered = what == PowerCut.PREFIX || random.nextBoolean();
        tree.losePower(() -> switch (what) {
            case ALL, TORN_LAST -> true;
            case NONE -> false;
            case PREFIX, SUBSET -> ordered ? seen[0]++ < keptChanges : random.nextInt(100) < keptInHundred;
        });
        SimulatedSurvival survival = new SimulatedSurvival(what, random, keptInHundred);
        survival.last(lastWritten, lastWrittenFrom, lastWrittenTo);
        tree.forEachFile(file -> {
            survival.next();
            file.losePower(survival);
        });
        mounts++;
        kill();
    }

    @Override
    public String path() {
        return "simulated";
    }

    @Override
    public String mount() {
        return "simulated-" + mounts;
    }

    @Override
    public void create() throws IOException {
        perform(Call.CREATE, "", () -> {});
    }

    @Override
    public Possession possess() throws IOException {
        Fate fate = faults.next(Call.POSSESS, LOCK);
        if (owner != null) {
            throw new JournalException("simulated is in use");
        }
        SimulatedFile lock = tree.fileOrNull(LOCK);
        byte[] before = lock == null ? null : content(lock);
        if (fate == Fate.DONE || random.nextBoolean()) {
            lock = lock == null ? make(LOCK, 0) : lock;
            fill(lock, "1".getBytes(StandardCharsets.US_ASCII), 1);
        }
        refuse(fate, Call.POSSESS, LOCK);
        owner = new SimulatedPossession(lock, before);
        return owner;
    }

    @Override
    public List<String> list(String directory) throws IOException {
        Fate fate = faults.next(Call.LIST, directory);
        refuse(fate, Call.LIST, directory);
        return tree.list(directory);
    }

    @Override
    public boolean exists(String name) {
        if (faults.next(Call.EXISTS, name) == Fate.CRASHED) {
            throw faults.crash();
        }
        return tree.exists(name);
    }

    @Override
    public void createDirectory(String name) throws IOException {
        perform(Call.CREATE_DIRECTORY, name, () -> tree.createDirectory(name));
    }

    @Override
    public void forceDirectory(String name) throws IOException {
        tree.requireDirectory(name);
        Fate fate = faults.next(Call.FORCE_DIRECTORY, name);
        if (fate == Fate.EIO) {
            tree.failForce(random);
        } else if (fate == Fate.DONE || random.nextBoolean()) {
            tree.force(name);
        }
        refuse(fate, Call.FORCE_DIRECTORY, name);
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
        Fate fate = faults.next(Call.WRITE, name);
        int stages = fate == Fate.DONE ? 3 : random.nextInt(4);
        int length = fate == Fate.SHORT_WRITE || stages == 1 ? random.nextInt(content.length + 1) : content.length;
        if (fate == Fate.ENOSPC) {
            stages = 0;
        }
        if (stages > 0 || fate == Fate.SHORT_WRITE) {
            requireRoom(name, content.length);
            SimulatedFile file = make(name, rounded(content.length));
            fill(file, content, length);
            if (stages == 3 && fate == Fate.EIO) {
                file.failForce(random);
            } else if (stages == 3 && fate != Fate.SHORT_WRITE) {
                file.force();
            }
        }
        refuse(fate, Call.WRITE, name);
    }

    @Override
    public void reserve(String name, long length) throws IOException {
        tree.requireAbsent(name);
        Fate fate = faults.next(Call.RESERVE, name);
        if (fate == Fate.DONE || fate == Fate.CRASHED && random.nextBoolean()) {
            requireRoom(name, length);
            SimulatedFile file = make(name, rounded(length));
            file.length(length);
            if (fate == Fate.DONE || random.nextBoolean()) {
                file.force();
            }
        }
        refuse(fate, Call.RESERVE, name);
    }

    @Override
    public void truncate(String name, long length) throws IOException {
        SimulatedFile file = tree.file(name);
        if (length > file.length()) {
            throw new IllegalArgumentException(name + " is only " + file.length() + " bytes long, not " + length);
        }
        perform(Call.TRUNCATE, name, () -> {
            file.length(length);
            used -= file.room - Math.min(file.room, rounded(length));
            file.room = Math.min(file.room, rounded(length));
        });
    }

    @Override
    public void rename(String from, String to) throws IOException {
        perform(Call.RENAME, from + " " + to, () -> {
            SimulatedFile replaced = from.equals(to) ? null : tree.fileOrNull(to);
            tree.rename(from, to);
            unname(replaced);
        });
    }

    @Override
    public void delete(String name) throws IOException {
        perform(Call.DELETE, name, () -> {
            SimulatedFile deleted = tree.isFile(name) ? tree.file(name) : null;
            tree.delete(name);
            unname(deleted);
        });
    }

    @Override
    public Content open(String name) throws IOException {
        refuse(faults.next(Call.OPEN, name), Call.OPEN, name);
        return new SimulatedContent(name, opened(name));
    }

    @Override
    public Appender append(String directory, int segmentLength) throws IOException {
        tree.requireDirectory(directory);
        perform(Call.APPEND_TO, directory, () -> {
            String table = directory + "/metadata.cq4t";
            requireRoom(table, BLOCK_LENGTH);
            make(table, BLOCK_LENGTH).length(BLOCK_LENGTH);
        });
        return new SimulatedAppender(this, directory, segmentLength, random.split());
    }

    /** Counts a call and says what becomes of it. */
    Fate next(Call call, String name) {
        return faults.next(call, name);
    }

    /** Ends a call that was not to succeed. */
    void refuse(Fate fate, Call call, String name) throws IOException {
        switch (fate) {
            case DONE -> {}
            case CRASHED -> throw faults.crash();
            case EIO -> throw new IOException("Input/output error: " + call + " " + name);
            case SHORT_WRITE -> throw new IOException("short write: " + call + " " + name);
            case ENOSPC -> throw new NoSpaceException("No space left on device: " + call + " " + name);
        }
    }

    /** Returns a file that counts as open. */
    SimulatedFile opened(String name) throws IOException {
        SimulatedFile file = tree.file(name);
        file.opened++;
        return file;
    }

    void closed(SimulatedFile file) {
        file.opened--;
        freeIfUnused(file);
    }

    /** Remembers what was written last. */
    void wrote(SimulatedFile file, long from, long to) {
        lastWritten = file;
        lastWrittenFrom = from;
        lastWrittenTo = to;
    }

    int life() {
        return life;
    }

    void requireLife(int life) {
        if (faults.crashed()) {
            throw faults.crash();
        }
        if (this.life != life) {
            throw new IllegalStateException("used by a process that is dead");
        }
    }

    private void perform(Call call, String name, Step step) throws IOException {
        Fate fate = faults.next(call, name);
        if (fate == Fate.DONE || fate != Fate.ENOSPC && random.nextBoolean()) {
            step.run();
        }
        refuse(fate, call, name);
    }

    private void requireRoom(String name, long length) throws IOException {
        if (used + rounded(length) > capacity) {
            throw new NoSpaceException("No space left on device: " + length + " bytes for " + name);
        }
    }

    private SimulatedFile make(String name, long room) throws IOException {
        SimulatedFile replaced = tree.fileOrNull(name);
        SimulatedFile file = new SimulatedFile();
        file.names = 1;
        file.room = room;
        used += room;
        tree.put(name, file);
        unname(replaced);
        return file;
    }

    private void fill(SimulatedFile file, byte[] content, int length) {
        file.length(length);
        file.write(0, content, length);
        wrote(file, 0, length);
    }

    private void unname(SimulatedFile file) {
        if (file != null) {
            file.names--;
            freeIfUnused(file);
        }
    }

    private void freeIfUnused(SimulatedFile file) {
        if (file.names == 0 && file.opened == 0) {
            used -= file.room;
        }
    }

    private static byte[] content(SimulatedFile file) {
        byte[] content = new byte[(int) file.length()];
        file.read(ByteBuffer.wrap(content), 0, content.length);
        return content;
    }

    private static long rounded(long length) {
        return (length + BLOCK_LENGTH - 1) / BLOCK_LENGTH * BLOCK_LENGTH;
    }

    /** The lock on the directory; the process' end lets go of it. */
    private final class SimulatedPossession implements Possession {
        private final int bornIn = life;
        private final SimulatedFile lock;
        private final byte[] before;

        SimulatedPossession(SimulatedFile lock, byte[] before) {
            this.lock = lock;
            this.before = before;
        }

        @Override
        public void undo() throws IOException {
            requireLife(bornIn);
            owner = null;
            perform(Call.LEAVE, LOCK, () -> {
                if (before == null) {
                    tree.delete(LOCK);
                    unname(lock);
                } else {
                    fill(lock, before, before.length);
                }
            });
        }

        @Override
        public void close() throws IOException {
            requireLife(bornIn);
            if (owner == this) {
                owner = null;
                perform(Call.LEAVE, LOCK, () -> fill(lock, new byte[0], 0));
            }
        }
    }

    /** A file that is read; it reads on when it is deleted, and not always as much as it could. */
    private final class SimulatedContent implements Content {
        private final int bornIn = life;
        private final String name;
        private final SimulatedFile file;
        private boolean open = true;

        SimulatedContent(String name, SimulatedFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public long length() throws IOException {
            requireOpen();
            refuse(faults.next(Call.LENGTH, name), Call.LENGTH, name);
            return file.length();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            requireOpen();
            refuse(faults.next(Call.READ, name), Call.READ, name);
            if (position >= file.length()) {
                return -1;
            }
            int most = into.remaining();
            boolean isShort = most > 1 && random.nextInt(SHORT_READS) == 0;
            return file.read(into, position, isShort ? 1 + random.nextInt(most) : most);
        }

        private void requireOpen() throws IOException {
            requireLife(bornIn);
            if (!open) {
                throw new ClosedChannelException();
            }
        }

        @Override
        public void close() throws IOException {
            requireLife(bornIn);
            if (open) {
                open = false;
                closed(file);
                refuse(faults.next(Call.CLOSE, name), Call.CLOSE, name);
            }
        }
    }
}
