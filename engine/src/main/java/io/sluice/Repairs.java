package io.sluice;

import io.sluice.audit.Salvage;
import io.sluice.audit.Salvaged;
import io.sluice.core.State;
import io.sluice.journal.BackgroundThreads;
import io.sluice.journal.BrokenJournal;
import io.sluice.journal.DirectoryDisk;
import io.sluice.journal.Disk;
import io.sluice.journal.Hole;
import io.sluice.journal.Journal;
import io.sluice.journal.Recovery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes a new journal of what is sound of another one. One thread, once. */
final class Repairs implements BrokenJournal.Listener {
    private static final long SYNC_INTERVAL_NS = 50_000_000;

    private final Clock clock;
    private final State state = new State();
    private final Salvage salvage = new Salvage(state);
    private final List<String> leftOut = new ArrayList<>();

    Repairs(Clock clock) {
        this.clock = clock;
    }

    /** Writes what is sound of a journal into a directory in which there is none. */
    Repair repair(Disk from, Path to) {
        try (state;
                salvage) {
            BrokenJournal broken = new BrokenJournal(from, this, salvage);
            Recovery past = broken.tell();
            if (broken.manifestDamage() != null) {
                leftOut.add(0, broken.manifestDamage());
            }
            Salvaged salvaged = salvage.finish(past.lastNs());
            write(past, start(past, broken.manifestDamage() == null), to);
            return new Repair(leftOut, salvaged, state.taskCount());
        }
    }

    @Override
    public void batch(String file, long offset, long sequence, long atNs) {}

    @Override
    public void hole(Hole hole) {
        salvage.gap();
        String sequences = hole.lastSequence() == 0
                ? "from " + hole.firstSequence() + " on"
                : hole.firstSequence() + " to " + hole.lastSequence();
        leftOut.add(hole.file() + " offset " + hole.offset() + ": " + hole.bytes() + " bytes, sequences " + sequences);
    }

    /** Decides where the engine's time goes on: as after any other stop, if the manifest tells. */
    private EngineClock.Start start(Recovery past, boolean isNamed) {
        return isNamed
                ? EngineClock.resume(past, clock.bootId(), clock.nanoTime(), clock.wallNs())
                : EngineClock.uncertain(past.lastNs(), clock.nanoTime(), clock.wallNs());
    }

    private void write(Recovery past, EngineClock.Start start, Path to) {
        EngineClock time = new EngineClock(clock, start.offsetNs());
        long nowNs = time.nowNs();
        long lostUntilNs = leftOut.isEmpty() ? start.lostUntilNs() : nowNs;
        Journal.Options options = new Journal.Options(past.durability(), SYNC_INTERVAL_NS);
        try (Journal journal =
                Journal.open(new DirectoryDisk(to), new BackgroundThreads(), options, new FailureListener())) {
            journal.recover(state, (bytes, ofBytes) -> {});
            journal.begin(nowNs, nowNs - time.offsetNs(), clock.bootId(), staged -> {
                state.describe(staged);
                staged.resumed(nowNs, start.shiftNs(), lostUntilNs);
            });
        }
    }

    /** Has nothing to do: what fails in the background fails the close as well. */
    private static final class FailureListener implements Journal.Listener {
        @Override
        public void onFailure(Throwable failure) {}

        @Override
        public void onProgress() {}
    }
}
