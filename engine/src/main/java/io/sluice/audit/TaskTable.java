package io.sluice.audit;

import io.sluice.core.TaskState;
import org.agrona.DirectBuffer;

/**
 * What has to be known of each task, outside the heap: a record of 48 bytes and an entry of some 10 bytes in the index by
 * number, and one more if its submitter named it.
 *
 * <pre>
 *    0  number of the task, or of the next free slot
 *    8  hash of its name            of a name 64 bits of a hash, nothing else
 *   16  hash of its group's name
 *   24  when it expires
 *   32  the instant its state turns on
 *   40  number of its queue, and its state in the highest byte
 *   44  attempt (2 bytes), attempts (2 bytes)
 * </pre>
 *
 * <p>Two names that are alike in the 64 bits are taken for one: among five million random names one chance in a million.
 */
final class TaskTable implements AutoCloseable {
    /** No slot, and no task. */
    static final int NIL = -1;

    /** The hash of no name. */
    static final long UNNAMED = 0;

    private static final int NUMBER = 0;
    private static final int NAME = 8;
    private static final int GROUP = 16;
    private static final int EXPIRES_NS = 24;
    private static final int TURN_NS = 32;
    private static final int QUEUE_AND_STATE = 40;
    private static final int ATTEMPT = 44;
    private static final int ATTEMPTS = 46;
    private static final int LENGTH = 48;
    private static final int QUEUE_BITS = 24;
    private static final int QUEUE_MASK = (1 << QUEUE_BITS) - 1;
    private static final int FREE = 0x7f;

    private final Records records = new Records(LENGTH);
    private final RecordIndex byNumber = new RecordIndex(records, NUMBER);
    private final RecordIndex byName = new RecordIndex(records, NAME);
    private int reached;
    private int freeSlot = NIL;

    /** Returns the slot of a task, or {@link #NIL}. */
    int find(long task) {
        return byNumber.find(task);
    }

    /** Returns the number of the task with a name's hash, or {@link #NIL}. */
    long named(long hash) {
        int slot = hash == UNNAMED ? NIL : byName.find(hash);
        return slot == NIL ? NIL : records.longAt(slot, NUMBER);
    }

    /** Adds a task that is not there; the rest of its slot is still to be set. */
    int add(long task, int ofQueue, long nameHash) {
        int slot = takeSlot();
        records.longAt(slot, NUMBER, task);
        records.longAt(slot, NAME, nameHash);
        records.longAt(slot, GROUP, UNNAMED);
        records.longAt(slot, EXPIRES_NS, 0);
        records.intAt(slot, QUEUE_AND_STATE, ofQueue);
        attempt(slot, 0);
        attempts(slot, 0);
        byNumber.put(slot);
        if (nameHash != UNNAMED) {
            byName.put(slot);
        }
        return slot;
    }

    void remove(long task) {
        int slot = find(task);
        byNumber.remove(slot);
        if (records.longAt(slot, NAME) != UNNAMED) {
            byName.remove(slot);
        }
        records.intAt(slot, QUEUE_AND_STATE, FREE << QUEUE_BITS);
        records.longAt(slot, NUMBER, freeSlot);
        freeSlot = slot;
    }

    TaskState state(int slot) {
        return TaskState.of(stateOrdinal(slot));
    }

    void state(int slot, TaskState value, long valueTurnNs) {
        records.intAt(slot, QUEUE_AND_STATE, value.ordinal() << QUEUE_BITS | queue(slot));
        records.longAt(slot, TURN_NS, valueTurnNs);
    }

    int queue(int slot) {
        return records.intAt(slot, QUEUE_AND_STATE) & QUEUE_MASK;
    }

    long turnNs(int slot) {
        return records.longAt(slot, TURN_NS);
    }

    /** Returns the hash of its group's name, that of no name where it names none. */
    long group(int slot) {
        return records.longAt(slot, GROUP);
    }

    void group(int slot, long nameHash) {
        records.longAt(slot, GROUP, nameHash);
    }

    /** Returns when it expires unless it is started; 0 for never. */
    long expiresNs(int slot) {
        return records.longAt(slot, EXPIRES_NS);
    }

    void expiresNs(int slot, long value) {
        records.longAt(slot, EXPIRES_NS, value);
    }

    int attempt(int slot) {
        return records.charAt(slot, ATTEMPT);
    }

    void attempt(int slot, int value) {
        records.charAt(slot, ATTEMPT, value);
    }

    int attempts(int slot) {
        return records.charAt(slot, ATTEMPTS);
    }

    void attempts(int slot, int value) {
        records.charAt(slot, ATTEMPTS, value);
    }

    /** Moves the turn of each task in a state by as much. */
    void shift(TaskState of, long byNs) {
        for (int slot = 0; slot < reached; slot++) {
            if (stateOrdinal(slot) == of.ordinal()) {
                records.longAt(slot, TURN_NS, turnNs(slot) + byNs);
            }
        }
    }

    /** Returns the hash of a name, never that of no name; for no bytes that of no name. */
    static long hash(DirectBuffer id) {
        int length = id.capacity();
        if (length == 0) {
            return UNNAMED;
        }
        long hash = length;
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = mix(hash ^ id.getLong(at));
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << Byte.SIZE | id.getByte(at) & 0xff;
        }
        hash = mix(hash ^ rest);
        return hash == UNNAMED ? 1 : hash;
    }

    /** One to one, by the finalizer of Stafford's variant 13 of MurmurHash3. */
    static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    @Override
    public void close() {
        byName.close();
        byNumber.close();
        records.close();
    }

    private int stateOrdinal(int slot) {
        return records.intAt(slot, QUEUE_AND_STATE) >>> QUEUE_BITS;
    }

    private int takeSlot() {
        if (freeSlot == NIL) {
            records.reach(reached);
            return reached++;
        }
        int slot = freeSlot;
        freeSlot = (int) records.longAt(slot, NUMBER);
        return slot;
    }
}
