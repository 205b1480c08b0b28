package io.sluice;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.Room;
import io.sluice.core.State;
import io.sluice.journal.Journal;
import io.sluice.journal.Recovery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state, and the journal that its events go to first; with {@link Durability#NONE} the state alone. The loop's thread
 * only.
 */
final class DurableState {
    private static final Logger LOG = LoggerFactory.getLogger(Sluice.class);

    final State state;
    final EngineClock time;
    private final Settings settings;
    private final Meter meter;
    private final Journal journal;
    private final Events events;
    private final Compaction compaction;
    private final Audits audits;
    private final long startedNs;
    private final long recoveredTasks;
    private final long recoveryNs;
    private long countedBytes;

    /**
     * Recovers what there is, and begins a new generation.
     *
     * @param settings of the engine.
     * @param storage what the journal is made on; {@code null} for none.
     * @param listener hears from the background.
     * @param progress hears how far recovery has got.
     */
    DurableState(Settings settings, Storage storage, Journal.Listener listener, Journal.Progress progress) {
        this.settings = settings;
        meter = settings.meter();
        state = new State();
        long fromNs = System.nanoTime();
        journal = storage == null
                ? null
                : Journal.open(storage.disk(), storage.background(), storage.options(), listener);
        try {
            time = journal == null ? beginTime() : resume(journal.recover(state, progress));
            events = metered(journal == null ? state : new EventsInTurn(journal.events(), state));
        } catch (Throwable e) {
            close(e);
            throw e;
        }
        compaction = journal == null ? null : new Compaction(journal, state);
        audits = journal == null ? null : new Audits(storage.disk(), journal, listener::onProgress);
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
        if (journal == null || !journal.hasStaged()) {
            return;
        }
        journal.commit(nowNs);
        if (meter != null) {
            long written = journal.written();
            meter.committed(written - countedBytes, time.nowNs() - nowNs);
            countedBytes = written;
        }
    }

    /** Forces everything so far to disk. */
    void sync() {
        if (journal != null) {
            journal.sync();
        }
    }

    /** Has a snapshot written; answered when that is done. */
    void snapshot(long correlationId, Replies replies) {
        if (compaction == null) {
            replies.done(correlationId);
        } else {
            compaction.ask(correlationId);
        }
    }

    /** Has the starts of a queue counted anew; answered when that is done. */
    void audit(long correlationId, String queue, long sinceNs, Replies replies) {
        if (audits == null) {
            replies.refused(correlationId, Refusal.NOLIMIT);
        } else {
            audits.ask(correlationId, queue, sinceNs);
        }
    }

    /** Does a piece of what has to be done beside the commands. Returns whether there is more to do at once. */
    boolean keepUp(long nowNs, Replies replies) {
        if (journal == null) {
            return false;
        }
        journal.keepUp(nowNs);
        boolean answered = audits.work(replies);
        return compaction.work(nowNs, replies) || answered;
    }

    /** Returns how much more can be recorded. */
    Room room() {
        return journal == null ? Room.AMPLE : journal.room();
    }

    EngineStatus status() {
        return new EngineStatus(
                settings.durability(),
                journal == null ? null : settings.directory(),
                journal == null ? 0 : journal.generation(),
                journal == null ? 0 : journal.bytes(),
                startedNs,
                state.queueCount(),
                state.limitCount(),
                state.taskCount(),
                recoveredTasks,
                recoveryNs,
                state.taskBytes(),
                settings.maxMemory());
    }

    /**
     * Forces everything, marks the journal as closed and gives the directory back. After a failure the journal is left as it
     * is, as a crash would leave it: what was staged then may be half of something.
     *
     * @param failure why the engine ends; {@code null} if it is asked to.
     */
    void close(Throwable failure) {
        if (audits != null) {
            audits.close();
        }
        try {
            if (journal != null && failure == null) {
                journal.close();
            } else if (journal != null) {
                journal.abandon();
            }
        } finally {
            state.close();
        }
    }

    /** Has the meter hear what is told from now on, before it changes the state. */
    private Events metered(Events told) {
        if (meter == null) {
            return told;
        }
        countedBytes = journal == null ? 0 : journal.written();
        return new EventsInTurn(new MeteredEvents(meter, state), told);
    }

    private EngineClock beginTime() {
        Clock clock = settings.clock();
        return new EngineClock(
                clock, EngineClock.fresh(clock.nanoTime(), clock.wallNs()).offsetNs());
    }

    private EngineClock resume(Recovery past) {
        Clock clock = settings.clock();
        EngineClock.Start start = EngineClock.resume(past, clock.bootId(), clock.nanoTime(), clock.wallNs());
        tell(past, start);
        EngineClock engineClock = new EngineClock(clock, start.offsetNs());
        long nowNs = engineClock.nowNs();
        journal.begin(nowNs, nowNs - engineClock.offsetNs(), clock.bootId(), staged -> {
            if (!past.fresh()) {
                new EventsInTurn(staged, state).resumed(nowNs, start.shiftNs(), start.lostUntilNs());
            }
        });
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
}
