package io.sluice.journal;

import io.sluice.codec.Told;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.Room;
import io.sluice.core.Submission;
import io.sluice.journal.SimulatedBackground.Kind;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One process that runs a journal on a simulated disk, as an engine would, and tells a {@link JournalModel} what it told the
 * journal. Ends with {@link Stopped} when the journal says that it has failed, with {@link Crash} when the disk says so.
 */
final class JournalLife {
    /** How soon the background does what it is asked for. */
    enum Pace {
        /** At once. */
        EAGER,
        /** When nothing goes on without. */
        LAZY,
        /** A task of any kind now and then. */
        RANDOM
    }

    /** The journal has failed. */
    static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped(Throwable why) {
            super(why.toString(), why, false, false);
        }
    }

    private static final long SYNC_INTERVAL_NS = 1_000_000;
    private static final Pattern FORCE = Pattern.compile("(?m)^\\d+ FORCE \\S+( EIO)?$");
    private static final long TURN_NS = 1_000;
    private static final long RETRY_NS = 100_000_000;

    private final SimulatedDisk disk;
    private final JournalModel model;
    private final Journal.Options options;
    private final Pace pace;
    private final SplittableRandom random;
    private final SimulatedBackground background = new SimulatedBackground(() -> this.nowNs);
    private final Submission submission = new Submission();
    private Journal journal;
    private Throwable failure;
    private boolean begun;
    private boolean closing;
    private long nowNs = 1_000;

    /** Begins a process. */
    JournalLife(
            SimulatedDisk disk,
            JournalModel model,
            Durability durability,
            int segmentLength,
            Pace pace,
            SplittableRandom random) {
        this.disk = disk;
        this.model = model;
        this.pace = pace;
        this.random = random;
        options = new Journal.Options(durability, SYNC_INTERVAL_NS, segmentLength, random.split()::nextLong);
    }

    /** Opens the journal, recovers what there is, has the model judge it, and begins with a first event. */
    void open() {
        journal = attempt(() -> Journal.open(disk, background, options, new Journal.Listener() {
            @Override
            public void onFailure(Throwable why) {
                failure = why;
            }

            @Override
            public void onProgress() {}
        }));
        Told told = new Told();
        Recovery recovery = attempt(() -> journal.recover(told.events(), (bytes, ofBytes) -> {}));
        model.recovered(told.lines());
        nowNs = Math.max(nowNs, recovery.lastNs() + 1);
        attempt(() -> journal.begin(nowNs, 0, "boot", events -> {
            tell(events, event());
            model.endBatch();
        }));
        begun = true;
        model.written();
        model.forced();
        turn();
    }

    private Consumer<Events> event() {
        long number = model.nextNumber();
        long at = nowNs;
        return events -> events.queued(number, at);
    }

    private void tell(Events events, Consumer<Events> event) {
        event.accept(events);
        event.accept(model.events());
    }

    /** Commits a few events as one batch, unless the disk is full. */
    void commit(int events, int payloadLength) {
        if (isFull()) {
            return;
        }
        Events staging = attempt(journal::events);
        for (int i = 0; i < events; i++) {
            tell(staging, event());
        }
        if (payloadLength > 0) {
            long number = model.nextNumber();
            byte[] payload = new byte[payloadLength];
            random.nextBytes(payload);
            submission.payload(new UnsafeBuffer(payload), 0, payloadLength);
            tell(staging, into -> into.submitted(number, 1, nowNs, nowNs, submission));
        }
        model.endBatch();
        attempt(() -> journal.commit(nowNs));
        model.written();
        if (options.durability() == Durability.FSYNC) {
            model.forced();
        }
        turn();
    }

    /** Commits, and once more when it is high time that the first is on disk. */
    void commitLate() {
        commit(1, 0);
        int mark = model.mark();
        nowNs += 2 * SYNC_INTERVAL_NS;
        commit(1, 0);
        model.forced(mark);
    }

    /** Stages a release, which waits for the next batch. */
    void release() {
        tell(attempt(journal::events), events -> events.repliesReleased(nowNs));
    }

    private boolean isFull() {
        if (attempt(journal::room) != Room.NONE || pace == Pace.LAZY && !disk.struck()) {
            return false;
        }
        nowNs += RETRY_NS;
        attempt(() -> journal.keepUp(nowNs));
        while (run(Kind.HOUSE)) {
            continue;
        }
        return attempt(journal::room) == Room.NONE;
    }

    /** Writes a snapshot in slices, with commits between them. */
    void snapshot(int slices, int payloadLength) {
        Snapshot snapshot = attempt(journal::snapshot);
        waitFor(snapshot::isReady);
        if (snapshot.isOver()) {
            return;
        }
        Events into = attempt(() -> journal.tell(snapshot, nowNs));
        Events copy = model.beginSnapshot();
        for (int slice = 0; slice < slices; slice++) {
            long number = model.nextNumber();
            submission.payload(new UnsafeBuffer(new byte[payloadLength]), 0, payloadLength);
            into.submitted(number, 1, slice, 0, submission);
            copy.submitted(number, 1, slice, 0, submission);
            commit(1, 0);
        }
        snapshot.end();
        commit(1, 0);
        waitFor(snapshot::isOver);
    }

    /** Tells whether the journal was begun and not told to close. */
    boolean isRunning() {
        return begun && !closing;
    }

    /** Closes the journal in good order. */
    void close() {
        model.endBatch();
        closing = true;
        attempt(journal::close);
        model.written();
        model.forced();
    }

    /** Kills the process. */
    void kill() {
        try {
            disk.crash();
        } catch (Crash end) {
            leave();
        }
        disk.kill();
    }

    /** Gives back what a process has that is dead. */
    void leave() {
        try {
            if (journal != null) {
                journal.abandon();
            }
        } catch (Crash end) {
            // Nothing else can be heard from a disk that has crashed.
        }
    }

    private void turn() {
        nowNs += TURN_NS;
        attempt(() -> journal.keepUp(nowNs));
        switch (pace) {
            case EAGER -> {
                while (runAny()) {
                    continue;
                }
            }
            case LAZY -> {}
            case RANDOM -> run(Kind.values()[random.nextInt(Kind.values().length)]);
        }
    }

    private void waitFor(BooleanSupplier until) {
        while (!until.getAsBoolean()) {
            boolean done = pace == Pace.RANDOM && run(Kind.values()[random.nextInt(Kind.values().length)]) || runAny();
            require(done || until.getAsBoolean(), "nothing is under way that could end the waiting");
        }
    }

    private boolean runAny() {
        return run(Kind.SNAPSHOT) || run(Kind.HOUSE) || run(Kind.FORCE);
    }

    private boolean run(Kind kind) {
        boolean done = background.runOne(kind);
        check();
        if (done && kind == Kind.FORCE) {
            model.forced();
        }
        return done;
    }

    private void check() {
        if (disk.crashed()) {
            disk.crash();
        }
        if (failure != null) {
            throw new Stopped(failure);
        }
    }

    private void attempt(Runnable call) {
        attempt(() -> {
            call.run();
            return null;
        });
    }

    private <T> T attempt(Supplier<T> call) {
        try {
            T result = call.get();
            check();
            return result;
        } catch (JournalException e) {
            throw new Stopped(e);
        }
    }

    /** Checks, after {@link Stopped}, that the journal takes nothing any more and forces nothing again; closes it. */
    void requireStopped() {
        if (begun) {
            requireRefused(() -> journal.events());
            requireRefused(() -> journal.commit(nowNs));
            requireRefused(() -> journal.sync());
            requireRefused(() -> journal.keepUp(nowNs));
        }
        background.runAll();
        try {
            if (journal != null) {
                journal.close();
            }
        } catch (JournalException e) {
            // The disk may still be one that fails.
        }
        requireNoForceTriedAgain();
    }

    private static void requireRefused(Runnable call) {
        try {
            call.run();
        } catch (JournalException expected) {
            return;
        }
        throw new AssertionError("a journal that has failed goes on");
    }

    private void requireNoForceTriedAgain() {
        Matcher force = FORCE.matcher(disk.log());
        boolean failed = false;
        while (force.find()) {
            require(!failed, "forced again after a failure");
            failed = force.group(1) != null;
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new AssertionError(otherwise);
        }
    }
}
