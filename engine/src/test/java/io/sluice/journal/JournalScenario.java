package io.sluice.journal;

import io.sluice.core.Durability;
import io.sluice.journal.JournalLife.Pace;
import java.util.SplittableRandom;

/**
 * A few lives of a journal, call by call the same each time: two rolls of segments, snapshots, a close, a kill. What fails on
 * the way, or where it ends, is up to the disk.
 */
final class JournalScenario {
    /** How a world ends. */
    enum End {
        /** The process is closed in good order, as far as it can be, and another one comes. */
        CLOSE(null),
        /** The process dies. */
        KILL(null),
        /** The power goes, see {@link SimulatedDisk.PowerCut}. */
        ALL(SimulatedDisk.PowerCut.ALL),
        NONE(SimulatedDisk.PowerCut.NONE),
        PREFIX(SimulatedDisk.PowerCut.PREFIX),
        TORN_LAST(SimulatedDisk.PowerCut.TORN_LAST),
        SUBSET(SimulatedDisk.PowerCut.SUBSET);

        private final SimulatedDisk.PowerCut powerCut;

        End(SimulatedDisk.PowerCut powerCut) {
            this.powerCut = powerCut;
        }
    }

    static final int SEGMENT_LENGTH = 8 << 10;

    private static final int PAYLOAD_LENGTH = 800;
    private static final int BATCHES_PER_SEGMENT = 8;

    final SimulatedDisk disk;
    private final JournalModel model = new JournalModel();
    private final Durability durability;
    private final Pace pace;
    private final SplittableRandom random;
    private long crashAt = Long.MAX_VALUE;
    long snapshotFrom;
    long snapshotTo;
    private JournalLife life;

    JournalScenario(Durability durability, Pace pace, long seed) {
        this.durability = durability;
        this.pace = pace;
        random = new SplittableRandom(seed);
        disk = new SimulatedDisk(random.nextLong());
    }

    /** Runs it to its end, which the disk may bring about before. */
    void run() {
        open();
        life.commit(1, 0);
        life.commitLate();
        fill(2 * BATCHES_PER_SEGMENT);
        life.release();
        snapshotFrom = disk.calls();
        life.snapshot(3, 100);
        snapshotTo = disk.calls();
        life.commit(2, 0);
        life.close();
        open();
        life.commit(1, PAYLOAD_LENGTH);
        life.snapshot(2, 10);
        fill(BATCHES_PER_SEGMENT + 1);
        life.kill();
        disk.crashAt(crashAt);
        open();
        life.commit(2, 0);
        life.close();
    }

    private void fill(int batches) {
        for (int i = 0; i < batches; i++) {
            life.commit(1, PAYLOAD_LENGTH);
        }
    }

    /** Lets the world end in a call, see {@link SimulatedDisk#crashAt}. */
    void crashAt(long call) {
        crashAt = call;
        disk.crashAt(call);
    }

    private void open() {
        life = new JournalLife(disk, model, durability, SEGMENT_LENGTH, pace, random.split());
        life.open();
    }

    /** Returns the process that runs, or ran last. */
    JournalLife life() {
        return life;
    }

    /** Ends the world, after {@link #run} was ended by a {@link Crash} or by a journal that has failed. */
    void end(End end) {
        if (disk.crashed()) {
            life.leave();
        }
        if (end.powerCut != null) {
            disk.powerCut(end.powerCut);
            model.powerCut();
        } else if (end == End.KILL) {
            disk.kill();
        }
    }

    /** Opens the journal after the end of a world, and uses it. */
    void goOn() {
        open();
        life.commit(1, PAYLOAD_LENGTH);
        life.commit(1, 0);
        life.close();
    }

    /** Opens the journal after the end of a world, and once more after the power was gone at once. */
    void recover() {
        open();
        life.kill();
        end(End.NONE);
        open();
        life.close();
    }
}
