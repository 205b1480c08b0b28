package io.sluice;

import io.sluice.core.Description;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.State;
import io.sluice.journal.Journal;
import io.sluice.journal.Snapshot;
import org.agrona.collections.LongArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the journal about as long as what is alive: has a snapshot written when the journal has grown beyond that, or
 * somebody asks, a slice of the state with each turn of the loop. The loop's thread only.
 */
final class Compaction {
    private static final Logger LOG = LoggerFactory.getLogger(Sluice.class);
    private static final long MB = 1_000_000;
    private static final int STEPS_PER_TURN = 64;
    private static final long RETRY_NS = 1_000_000_000;

    private final Journal journal;
    private final State state;
    private LongArrayList asked = new LongArrayList();
    private LongArrayList served = new LongArrayList();
    private Snapshot snapshot;
    private Description description;
    private long notBeforeNs = Long.MIN_VALUE;

    Compaction(Journal journal, State state) {
        this.journal = journal;
        this.state = state;
    }

    /** Has a snapshot written of what there is now; answered as done, or refused as full. */
    void ask(long correlationId) {
        asked.addLong(correlationId);
    }

    /**
     * Does the next piece, if there is one. To be called when all that was decided has been committed.
     *
     * @param nowNs engine time, nanoseconds.
     * @param replies hears the answers.
     * @return whether there is more to do at once, or something was answered.
     */
    boolean work(long nowNs, Replies replies) {
        if (snapshot == null) {
            if (asked.isEmpty() && !isDue(nowNs)) {
                return false;
            }
            begin();
        }
        if (description == null && snapshot.isReady() && tellOrFinish(nowNs, replies)) {
            return true;
        }
        if (description != null && !snapshot.isBehind() && !description.next(STEPS_PER_TURN)) {
            snapshot.end();
            description = null;
        }
        return description != null && !snapshot.isBehind();
    }

    private boolean isDue(long nowNs) {
        return nowNs >= notBeforeNs && journal.isLong(state.descriptionBytes());
    }

    private void begin() {
        snapshot = journal.snapshot();
        LongArrayList none = served;
        served = asked;
        asked = none;
    }

    /** Returns whether something was answered. */
    private boolean tellOrFinish(long nowNs, Replies replies) {
        if (snapshot.isOver()) {
            return finish(nowNs, replies);
        }
        if (!snapshot.isBegun()) {
            description = state.beginDescription(journal.tell(snapshot, nowNs));
        }
        return false;
    }

    private boolean finish(long nowNs, Replies replies) {
        for (int i = 0; i < served.size(); i++) {
            if (snapshot.hasFailed()) {
                replies.refused(served.getLong(i), Refusal.FULL_DISK);
            } else {
                replies.done(served.getLong(i));
            }
        }
        boolean answered = !served.isEmpty();
        served.clear();
        if (snapshot.hasFailed()) {
            notBeforeNs = nowNs + RETRY_NS;
        } else {
            LOG.info("Compacted: generation {}, {} MB", journal.generation(), journal.bytes() / MB);
        }
        snapshot = null;
        return answered;
    }
}
