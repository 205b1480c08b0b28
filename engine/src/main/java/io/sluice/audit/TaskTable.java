package io.sluice.audit;

import io.sluice.core.TaskState;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2LongHashMap;

/**
 * What has to be known of each task, in slots of primitive arrays: 25 bytes a task beside the map that finds it by its
 * number, and one more map entry if its submitter named it.
 *
 * <p>Of a name it keeps 64 bits of a hash, nothing else. Two names that are alike in these are taken for one: among five
 * million random names one chance in a million.
 */
final class TaskTable {
    /** No slot, and no task. */
    static final int NIL = -1;

    private static final int MIN_CAPACITY = 64;
    private static final float LOAD_FACTOR = 0.6f;
    /** The hash of no name. */
    static final long UNNAMED = 0;

    private final Long2LongHashMap slots = new Long2LongHashMap(MIN_CAPACITY, LOAD_FACTOR, NIL);
    private final Long2LongHashMap names = new Long2LongHashMap(MIN_CAPACITY, LOAD_FACTOR, NIL);
    private long[] turnNs = new long[MIN_CAPACITY];
    private long[] name = new long[MIN_CAPACITY];
    private int[] queue = new int[MIN_CAPACITY];
    private char[] attempt = new char[MIN_CAPACITY];
    private char[] attempts = new char[MIN_CAPACITY];
    private byte[] state = new byte[MIN_CAPACITY];
    private int reached;
    private int freeSlot = NIL;

    /** Returns the slot of a task, or {@link #NIL}. */
    int find(long task) {
        return (int) slots.get(task);
    }

    /** Returns the number of the task with a name's hash, or {@link #NIL}. */
    long named(long hash) {
        return hash == UNNAMED ? NIL : names.get(hash);
    }

    /** Adds a task that is not there; the rest of its slot is still to be set. */
    int add(long task, int ofQueue, long nameHash) {
        int slot = takeSlot();
        slots.put(task, slot);
        if (nameHash != UNNAMED) {
            names.put(nameHash, task);
        }
        name[slot] = nameHash;
        queue[slot] = ofQueue;
        turnNs[slot] = 0;
        attempt[slot] = 0;
        attempts[slot] = 0;
        return slot;
    }

    void remove(long task) {
        int slot = (int) slots.remove(task);
        if (names.get(name[slot]) == task) {
            names.remove(name[slot]);
        }
        state[slot] = NIL;
        queue[slot] = freeSlot;
        freeSlot = slot;
    }

    TaskState state(int slot) {
        return TaskState.of(state[slot]);
    }

    void state(int slot, TaskState value, long valueTurnNs) {
        state[slot] = (byte) value.ordinal();
        turnNs[slot] = valueTurnNs;
    }

    int queue(int slot) {
        return queue[slot];
    }

    long turnNs(int slot) {
        return turnNs[slot];
    }

    int attempt(int slot) {
        return attempt[slot];
    }

    void attempt(int slot, int value) {
        attempt[slot] = (char) value;
    }

    int attempts(int slot) {
        return attempts[slot];
    }

    void attempts(int slot, int value) {
        attempts[slot] = (char) value;
    }

    /** Moves the turn of each task in a state by as much. */
    void shift(TaskState of, long byNs) {
        for (int slot = 0; slot < reached; slot++) {
            if (state[slot] == of.ordinal()) {
                turnNs[slot] += byNs;
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
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }

    private int takeSlot() {
        if (freeSlot != NIL) {
            int slot = freeSlot;
            freeSlot = queue[slot];
            return slot;
        }
        if (reached == state.length) {
            grow(reached + (reached >> 1));
        }
        return reached++;
    }

    private void grow(int capacity) {
        turnNs = Arrays.copyOf(turnNs, capacity);
        name = Arrays.copyOf(name, capacity);
        queue = Arrays.copyOf(queue, capacity);
        attempt = Arrays.copyOf(attempt, capacity);
        attempts = Arrays.copyOf(attempts, capacity);
        state = Arrays.copyOf(state, capacity);
    }
}
