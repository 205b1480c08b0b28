package io.sluice.server.resp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.server.metrics.DoorTotals;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.agrona.LangUtil;
import org.agrona.collections.Long2ObjectHashMap;

/** All open connections, and which of them have something to be done at the end of a turn. */
final class Connections {
    private final Long2ObjectHashMap<Connection> byNumber = new Long2ObjectHashMap<>();
    private final DoorTotals totals = new DoorTotals();
    private final RespWriter writer = new RespWriter(totals);
    private final ByteBuf sink = Unpooled.directBuffer();
    private final int max;
    private List<Connection> answered = new ArrayList<>();
    private List<Connection> flushing = new ArrayList<>();
    private List<Connection> resumable = new ArrayList<>();
    private List<Connection> resuming = new ArrayList<>();
    private final List<Connection> watched = new ArrayList<>();
    private Connection latest;
    private Connection oneTooMany;
    private long lastNumber;
    private Throwable failure;
    private boolean stopped;

    /** Makes room for some connections. */
    Connections(int max) {
        this.max = max;
    }

    /** Returns a number that no connection has had. */
    long nextNumber() {
        return ++lastNumber;
    }

    /**
     * Tells whether there is room for one more; counts one that is turned away otherwise. A local client is let in also as
     * the only one too many.
     */
    boolean admit(boolean local) {
        if (byNumber.size() >= (local ? max + 1 : max)) {
            totals.countRejected();
            return false;
        }
        return true;
    }

    void add(Connection connection) {
        byNumber.put(connection.number(), connection);
        totals.countOpened();
        if (byNumber.size() > max) {
            oneTooMany = connection;
            connection.watch();
        }
    }

    /** Tells whether a connection is the one that has no place of its own, as long as no other is given up. */
    boolean isOneTooMany(Connection connection) {
        return connection == oneTooMany && byNumber.size() > max;
    }

    void remove(Connection connection) {
        if (byNumber.remove(connection.number()) != null) {
            totals.countClosed();
        }
        oneTooMany = oneTooMany == connection ? null : oneTooMany;
        latest = latest == connection ? null : latest;
    }

    /** Returns what they have counted. Any thread. */
    DoorTotals totals() {
        return totals;
    }

    /** Returns a writer of the next part of an answer; what nobody waits for any more is written to nowhere. */
    RespWriter reply(long number) {
        if (latest == null || latest.number() != number) {
            latest = byNumber.get(number);
        }
        return latest == null ? discard() : latest.reply();
    }

    /** Returns a writer of an answer that has a place to go to. */
    RespWriter write(ByteBuf buffer, boolean resp3) {
        return writer.wrap(buffer, resp3);
    }

    /** Returns a writer of an answer that nobody wants. */
    RespWriter discard() {
        return writer.wrap(sink.clear(), false);
    }

    /** Remembers that a connection has something to let out at the next flush. */
    void answered(Connection connection) {
        answered.add(connection);
    }

    /** Remembers that a connection may have commands that were held back. */
    void resume(Connection connection) {
        resumable.add(connection);
    }

    /** Remembers that a connection has a deadline to be watched. */
    void watch(Connection connection) {
        watched.add(connection);
    }

    boolean hasResumable() {
        return !resumable.isEmpty();
    }

    /** Goes on with commands that were held back. Returns the number of connections looked at. */
    int resumeAll() {
        if (resumable.isEmpty()) {
            return 0;
        }
        List<Connection> turn = resumable;
        resumable = resuming;
        resuming = turn;
        for (int i = 0; i < turn.size(); i++) {
            turn.get(i).resume();
        }
        int count = turn.size();
        turn.clear();
        return count;
    }

    /** Lets out all answers. */
    void flushAll() {
        List<Connection> turn = answered;
        answered = flushing;
        flushing = turn;
        for (int i = 0; i < turn.size(); i++) {
            turn.get(i).flush();
        }
        turn.clear();
    }

    /** Cuts connections whose deadline has passed. Returns whether any are left to watch. */
    boolean checkWatched(long nowNs) {
        watched.removeIf(connection -> !connection.check(nowNs));
        return !watched.isEmpty();
    }

    boolean hasWatched() {
        return !watched.isEmpty();
    }

    /** Remembers what went wrong with the engine itself; no command is done any more. */
    void fail(Throwable cause) {
        failure = failure == null ? cause : failure;
    }

    /** Lets no more commands in. */
    void stop() {
        stopped = true;
    }

    /** Gives back what is held for all of them; no answer can be written from then on. */
    void release() {
        sink.release();
    }

    /** Tells whether commands may be done. */
    boolean areServed() {
        return failure == null && !stopped;
    }

    /** Throws what went wrong. */
    void throwFailure() {
        if (failure != null) {
            LangUtil.rethrowUnchecked(failure);
        }
    }

    /** Tells whether there are answers let out that a client has not made room for yet. */
    boolean anyUnread() {
        for (Connection connection : byNumber.values()) {
            if (connection.hasUnread()) {
                return true;
            }
        }
        return false;
    }

    /** Returns how many wait for the answer of a command. */
    int waiting() {
        int count = 0;
        for (Connection connection : byNumber.values()) {
            count += connection.isWaiting() ? 1 : 0;
        }
        return count;
    }

    Collection<Connection> all() {
        return byNumber.values();
    }

    int count() {
        return byNumber.size();
    }

    int max() {
        return max;
    }
}
