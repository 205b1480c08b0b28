package io.sluice.bench;

import io.sluice.core.NoReplies;
import io.sluice.core.Refusal;
import io.sluice.core.Task;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hears the answers and keeps, of the leases, id and token until they are taken: first in, first out, {@link #CAPACITY} at
 * most. The other answers are dropped; a refusal is a mistake in the benchmark and throws.
 */
final class LastLeases extends NoReplies {
    /** Leases kept at most. */
    static final int CAPACITY = 1024;

    private static final int MAX_ID_LENGTH = 32;

    private final UnsafeBuffer ids = new UnsafeBuffer(new byte[CAPACITY * MAX_ID_LENGTH]);
    private final int[] idLengths = new int[CAPACITY];
    private final long[] tokens = new long[CAPACITY];
    private final UnsafeBuffer id = new UnsafeBuffer(0, 0);
    private long put;
    private long taken;

    /** Returns how many leases are kept. */
    int size() {
        return (int) (put - taken);
    }

    /** Returns the id of the oldest lease, a view. */
    DirectBuffer id() {
        id.wrap(ids, index(taken) * MAX_ID_LENGTH, idLengths[index(taken)]);
        return id;
    }

    /** Returns the token of the oldest lease. */
    long token() {
        return tokens[index(taken)];
    }

    /** Drops the oldest lease. */
    void drop() {
        taken++;
    }

    /** Puts the oldest lease behind all others. */
    void rotate() {
        DirectBuffer from = id();
        keep(from, from.capacity(), token());
        drop();
    }

    private void keep(DirectBuffer of, int length, long token) {
        int to = index(put);
        ids.putBytes(to * MAX_ID_LENGTH, of, 0, length);
        idLengths[to] = length;
        tokens[to] = token;
        put++;
    }

    private static int index(long lease) {
        return (int) lease & CAPACITY - 1;
    }

    @Override
    public void lease(long correlationId, Task task) {
        DirectBuffer of = task.id();
        keep(of, of.capacity(), task.token());
    }

    @Override
    public void refused(long correlationId, Refusal refusal) {
        throw new IllegalStateException("refused: " + refusal);
    }
}
