package io.sluice;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.State;
import io.sluice.journal.Journal;
import io.sluice.journal.JournalException;
import io.sluice.journal.Recovery;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state, and the journal that its events go to first; with {@link Durability#NONE} the state alone. The loop's thread
 * only.
 */
final class DurableState {
    private static final Logger LOG = LoggerFactory.getLogger(Sluice.class);

    final State state = new State();
    final EngineClock time;
    private final Settings settings;
    private final Journal journal;
    private final Events events;
    private final long startedNs;
    private final long recoveredTasks;
    private final long recoveryNs;

    /**
     * Recovers what there is, and begins a new generation.
     *
     * @param settings of the engine.
     * @param onFailure hears of a failure in the background.
     */
    DurableState(Settings settings, Consumer<Throwable> onFailure) {
        this.settings = settings;
        long fromNs = System.nanoTime();
        journal = settings.durability() == Durability.NONE ? null : openJournal(settings, onFailure);
        try {
            time = journal == null ? beginTime() : resumeTime(journal.recover(state));
            events = journal == null ? state : begin();
        } catch (Throwable e) {
            close(null);
            throw e;
        }
        startedNs = time.nowNs();
        recoveredTasks = state.taskCount();
        recoveryNs = System.nanoTime() - fromNs;
    }

    /** Returns what is to hear each fact. */
    Events events() {
        return events;
    }

    /** Makes everything so far as durable as promised. */
    void commit(long nowNs) {
        if (journal != null && journal.hasStaged()) {
            journal.commit(nowNs);
        }
    }

    /** Forces everything so far to disk. */
    void sync() {
        if (journal != null) {
            journal.sync();
        }
    }

    /** Begins a new generation with a snapshot. */
    void snapshot(long nowNs) {
        if (journal != null) {
            journal.snapshot(nowNs, nowNs - time.offsetNs(), state::describe);
        }
    }

    EngineStatus status() {
        return new EngineStatus(
                settings.durability(),
                journal == null ? null : settings.directory(),
                journal == null ? 0 : journal.generation(),
                journal == null ? 0 : journal.bytes(),
                startedNs,
                state.queueCount(),
                state.taskCount(),
                recoveredTasks,
                recoveryNs,
                state.taskBytes());
    }

    /**
     * Forces everything, marks the journal as closed and gives the directory back. After a failure elsewhere the journal is
     * left as it is, as a crash would leave it: what was staged then may be half of something.
     *
     * @param failure why the engine ends; {@code null} if it is asked to.
     */
    void close(Throwable failure) {
        try {
            if (journal != null && (failure == null || failure instanceof JournalException)) {
                journal.close();
            }
        } finally {
            state.close();
        }
    }

    private static Journal openJournal(Settings settings, Consumer<Throwable> onFailure) {
        long syncIntervalNs = settings.syncInterval().toNanos();
        return Journal.open(settings.directory(), settings.durability(), syncIntervalNs, onFailure);
    }

    private EngineClock beginTime() {
        Clock clock = settings.clock();
        return new EngineClock(
                clock, EngineClock.fresh(clock.nanoTime(), clock.wallNs()).offsetNs());
    }

    private EngineClock resumeTime(Recovery past) {
        Clock clock = settings.clock();
        EngineClock.Start start = EngineClock.resume(past, clock.bootId(), clock.nanoTime(), clock.wallNs());
        tell(past, start);
        EngineClock engineClock = new EngineClock(clock, start.offsetNs());
        if (!past.fresh()) {
            state.resumed(engineClock.nowNs(), start.shiftNs(), start.lostUntilNs());
        }
        return engineClock;
    }

    private void tell(Recovery past, EngineClock.Start start) {
        if (start.remark() != null) {
            LOG.warn("{}: {}", settings.directory(), start.remark());
        }
        if (past.cutBytes() > 0) {
            LOG.warn("{}: left out a torn tail of {} bytes at {}", settings.directory(), past.cutBytes(), past.cutAt());
        }
    }

    private Events begin() {
        long nowNs = time.nowNs();
        journal.begin(nowNs, nowNs - time.offsetNs(), settings.clock().bootId(), state::describe);
        return new JournaledEvents(journal.events(), state);
    }
}
