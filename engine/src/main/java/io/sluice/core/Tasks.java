package io.sluice.core;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All tasks, in slots of primitive pages outside the heap; the contents of a task stand in a block beside its slot.
 *
 * <pre>
 *   slot, 80 bytes                                        block
 *    0 number       8    40 block       8   64 content    4     lease time   8  if OWN_LEASE
 *    8 turn         8    48 queue       4   68 attempt    2     keep time    8  if OWN_KEEP
 *   16 token        8    52 next        4   70 attempts   2     finished     8  if ENDED
 *   24 submitted    8    56 previous    4   72 state      1     payload size 4  if ENDED
 *   32 started      8    60 position    4   73 priority   1     error length 2  if ERROR
 *                                           74 id length  1     id
 *                                           75 flags      1     payload, or once ended the result
 *                                           76 hash       4     error
 * </pre>
 *
 * {@code next}, {@code previous} and {@code position} serve whatever one thing the task waits for: its queue's list, or a
 * list or heap of deadlines.
 */
final class Tasks implements Positions, AutoCloseable {
    /** No slot. */
    static final int NIL = -1;

    private static final int NUMBER = 0;
    private static final int TURN = 8;
    private static final int TOKEN = 16;
    private static final int SUBMITTED = 24;
    private static final int STARTED = 32;
    private static final int BLOCK = 40;
    private static final int QUEUE = 48;
    private static final int NEXT = 52;
    private static final int PREVIOUS = 56;
    private static final int POSITION = 60;
    private static final int CONTENT_LENGTH = 64;
    private static final int ATTEMPT = 68;
    private static final int ATTEMPTS = 70;
    private static final int STATE = 72;
    private static final int PRIORITY = 73;
    private static final int ID_LENGTH = 74;
    private static final int FLAGS = 75;
    private static final int HASH = 76;
    private static final int SLOT_LENGTH = 80;

    private static final int OWN_LEASE = 1;
    private static final int OWN_KEEP = 2;
    private static final int ENDED = 4;
    private static final int ERROR = 8;

    private final Pages slots = new Pages(SLOT_LENGTH);
    private final Blocks blocks = new Blocks();
    private final TaskIndex byNumber = new TaskIndex();
    private final TaskIndex byId = new TaskIndex();
    private final UnsafeBuffer oldId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer oldContent = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer written = new UnsafeBuffer(0, 0);
    private int reached;
    private long describedBytes;
    private int freeSlot = NIL;
    private int count;
    private int lastFound = NIL;

    /**
     * Takes a slot for a task; its state, turn and links are still to be set.
     *
     * @return the slot.
     */
    int add(long number, int queue, long submittedNs, Submission submission) {
        return add(
                number,
                queue,
                submittedNs,
                submission.priority(),
                submission.attempts(),
                submission.leaseNs(),
                submission.keepNs(),
                submission.id(),
                submission.payload());
    }

    /**
     * Takes a slot for a task that is described whole; its links are still to be set.
     *
     * @return the slot.
     */
    int add(Task task) {
        boolean ended = !task.state().keepsPayload();
        int slot = add(
                task.number(),
                task.queue(),
                task.submittedNs(),
                task.priority(),
                task.attempts(),
                task.leaseNs(),
                task.keepNs(),
                task.named() ? task.id() : TaskView.NOTHING,
                ended ? TaskView.NOTHING : task.payload());
        state(slot, task.state());
        turnNs(slot, task.turnNs());
        lease(slot, task.token(), task.startedNs());
        attempt(slot, task.attempt());
        if (ended) {
            rewrite(slot, task.finishedNs(), task.size(), task.result(), task.error());
        } else if (task.error().capacity() > 0) {
            error(slot, task.error());
        }
        return slot;
    }

    /** Gives a task's slot and block back; it must be in no list or heap. */
    void remove(int slot) {
        byNumber.remove(Hash.of(number(slot)), slot);
        if (idLength(slot) > 0) {
            byId.remove(idHash(slot), slot);
        }
        describedBytes -= describedLength(slot);
        giveBlock(slot);
        slots.longAt(slot, NUMBER, 0);
        slots.intAt(slot, NEXT, freeSlot);
        freeSlot = slot;
        count--;
        lastFound = NIL;
    }

    /** Returns the slot of the task with an id, made or chosen, or {@link #NIL}. */
    int find(DirectBuffer id) {
        if (MadeId.is(id)) {
            return findMade(MadeId.number(id));
        }
        int hash = Hash.of(id);
        for (int cursor = byId.first(hash); cursor >= 0; cursor = byId.next(hash, cursor)) {
            int slot = byId.slot(hash, cursor);
            if (id(slot, oldId).equals(id)) {
                lastFound = slot;
                return slot;
            }
        }
        return NIL;
    }

    /** Returns the slot of the task with a number, or {@link #NIL}. */
    int find(long number) {
        if (lastFound != NIL && number(lastFound) == number) {
            return lastFound;
        }
        int hash = Hash.of(number);
        for (int cursor = byNumber.first(hash); cursor >= 0; cursor = byNumber.next(hash, cursor)) {
            int slot = byNumber.slot(hash, cursor);
            if (number(slot) == number) {
                lastFound = slot;
                return slot;
            }
        }
        return NIL;
    }

    /** Notes that the next to be asked for by number is likely this one. */
    void expect(int slot) {
        lastFound = slot;
    }

    /** Ends a task: its payload makes way for a result. */
    void end(int slot, long atNs, DirectBuffer result) {
        rewrite(slot, atNs, contentLength(slot), result, TaskView.NOTHING);
    }

    /** Sets the text of the last failure. */
    void error(int slot, DirectBuffer error) {
        rewrite(slot, finishedNs(slot), size(slot), content(slot, oldContent), error);
    }

    int size() {
        return count;
    }

    long bytes() {
        return slots.bytes() + blocks.bytes() + byNumber.bytes() + byId.bytes();
    }

    /** Returns the length of all ids, made ones too, contents and errors. */
    long describedBytes() {
        return describedBytes;
    }

    /** Returns the first slot that never held a task. */
    int reached() {
        return reached;
    }

    /** Returns the number of the task in a slot; 0 if there is none. */
    long number(int slot) {
        return slots.longAt(slot, NUMBER);
    }

    int queue(int slot) {
        return slots.intAt(slot, QUEUE);
    }

    TaskState state(int slot) {
        return TaskState.of(slots.byteAt(slot, STATE));
    }

    void state(int slot, TaskState state) {
        slots.byteAt(slot, STATE, state.ordinal());
    }

    long turnNs(int slot) {
        return slots.longAt(slot, TURN);
    }

    void turnNs(int slot, long turnNs) {
        slots.longAt(slot, TURN, turnNs);
    }

    long token(int slot) {
        return slots.longAt(slot, TOKEN);
    }

    long startedNs(int slot) {
        return slots.longAt(slot, STARTED);
    }

    void lease(int slot, long token, long startedNs) {
        slots.longAt(slot, TOKEN, token);
        slots.longAt(slot, STARTED, startedNs);
    }

    int attempt(int slot) {
        return slots.shortAt(slot, ATTEMPT);
    }

    void attempt(int slot, int attempt) {
        slots.shortAt(slot, ATTEMPT, attempt);
    }

    int attempts(int slot) {
        return slots.shortAt(slot, ATTEMPTS);
    }

    int priority(int slot) {
        return slots.byteAt(slot, PRIORITY);
    }

    long submittedNs(int slot) {
        return slots.longAt(slot, SUBMITTED);
    }

    /** Returns the length of payload or result as it is kept now, bytes. */
    int contentLength(int slot) {
        return slots.intAt(slot, CONTENT_LENGTH);
    }

    int idLength(int slot) {
        return slots.byteAt(slot, ID_LENGTH);
    }

    long leaseNs(int slot) {
        return has(slot, OWN_LEASE) ? UnsafeApi.getLong(block(slot)) : Submission.FROM_QUEUE;
    }

    long keepNs(int slot) {
        return has(slot, OWN_KEEP)
                ? UnsafeApi.getLong(block(slot) + length(slot, OWN_LEASE, Long.BYTES))
                : Submission.FROM_QUEUE;
    }

    long finishedNs(int slot) {
        if (has(slot, ENDED)) {
            return UnsafeApi.getLong(block(slot) + settingsLength(slot));
        }
        return state(slot) == TaskState.DEAD ? turnNs(slot) : 0;
    }

    /** Returns the length of the payload as submitted, bytes. */
    int size(int slot) {
        return has(slot, ENDED)
                ? UnsafeApi.getInt(block(slot) + settingsLength(slot) + Long.BYTES)
                : contentLength(slot);
    }

    DirectBuffer id(int slot, UnsafeBuffer view) {
        view.wrap(block(slot) + headLength(slot), idLength(slot));
        return view;
    }

    /** Lets a view show payload or result, whichever is kept. */
    DirectBuffer content(int slot, UnsafeBuffer view) {
        view.wrap(block(slot) + headLength(slot) + idLength(slot), contentLength(slot));
        return view;
    }

    DirectBuffer error(int slot, UnsafeBuffer view) {
        view.wrap(block(slot) + headLength(slot) + idLength(slot) + contentLength(slot), errorLength(slot));
        return view;
    }

    int next(int slot) {
        return slots.intAt(slot, NEXT);
    }

    void next(int slot, int next) {
        slots.intAt(slot, NEXT, next);
    }

    int previous(int slot) {
        return slots.intAt(slot, PREVIOUS);
    }

    void previous(int slot, int previous) {
        slots.intAt(slot, PREVIOUS, previous);
    }

    @Override
    public int position(int slot) {
        return slots.intAt(slot, POSITION);
    }

    @Override
    public void position(int slot, int position) {
        slots.intAt(slot, POSITION, position);
    }

    @Override
    public void close() {
        for (int slot = 0; slot < reached; slot++) {
            if (number(slot) != 0) {
                giveBlock(slot);
            }
        }
        slots.close();
        blocks.close();
        reached = 0;
    }

    private int add(
            long number,
            int queue,
            long submittedNs,
            int priority,
            int attempts,
            long leaseNs,
            long keepNs,
            DirectBuffer id,
            DirectBuffer payload) {
        int slot = takeSlot();
        slots.longAt(slot, NUMBER, number);
        slots.longAt(slot, TURN, 0);
        lease(slot, 0, 0);
        slots.longAt(slot, SUBMITTED, submittedNs);
        slots.intAt(slot, QUEUE, queue);
        slots.intAt(slot, POSITION, NONE);
        attempt(slot, 0);
        slots.shortAt(slot, ATTEMPTS, attempts);
        slots.byteAt(slot, STATE, 0);
        slots.byteAt(slot, PRIORITY, priority);
        int flags = (leaseNs >= 0 ? OWN_LEASE : 0) | (keepNs >= 0 ? OWN_KEEP : 0);
        write(slot, flags, leaseNs, keepNs, 0, 0, id, payload, TaskView.NOTHING);
        describedBytes += describedLength(slot);
        byNumber.add(Hash.of(number), slot);
        if (id.capacity() > 0) {
            int hash = Hash.of(id);
            slots.intAt(slot, HASH, hash);
            byId.add(hash, slot);
        }
        count++;
        lastFound = slot;
        return slot;
    }

    private int takeSlot() {
        if (freeSlot != NIL) {
            int slot = freeSlot;
            freeSlot = next(slot);
            return slot;
        }
        slots.reach(reached);
        return reached++;
    }

    private int findMade(long number) {
        int slot = number == 0 ? NIL : find(number);
        return slot != NIL && idLength(slot) == 0 ? slot : NIL;
    }

    private void rewrite(int slot, long finishedNs, int size, DirectBuffer content, DirectBuffer error) {
        long old = block(slot);
        int oldLength = blockLength(slot);
        describedBytes += content.capacity() + error.capacity() - contentLength(slot) - errorLength(slot);
        int flags = slots.byteAt(slot, FLAGS) & (OWN_LEASE | OWN_KEEP)
                | (state(slot).keepsPayload() ? 0 : ENDED)
                | (error.capacity() > 0 ? ERROR : 0);
        write(slot, flags, leaseNs(slot), keepNs(slot), finishedNs, size, id(slot, oldId), content, error);
        if (oldLength > 0) {
            blocks.give(old, oldLength);
        }
    }

    private void write(
            int slot,
            int flags,
            long leaseNs,
            long keepNs,
            long finishedNs,
            int size,
            DirectBuffer id,
            DirectBuffer content,
            DirectBuffer error) {
        slots.byteAt(slot, FLAGS, flags);
        slots.byteAt(slot, ID_LENGTH, id.capacity());
        slots.intAt(slot, CONTENT_LENGTH, content.capacity());
        int length = headLength(slot) + id.capacity() + content.capacity() + error.capacity();
        long block = length == 0 ? 0 : blocks.take(length);
        slots.longAt(slot, BLOCK, block);
        long at = block;
        if ((flags & OWN_LEASE) != 0) {
            UnsafeApi.putLong(at, leaseNs);
            at += Long.BYTES;
        }
        if ((flags & OWN_KEEP) != 0) {
            UnsafeApi.putLong(at, keepNs);
            at += Long.BYTES;
        }
        if ((flags & ENDED) != 0) {
            UnsafeApi.putLong(at, finishedNs);
            UnsafeApi.putInt(at + Long.BYTES, size);
            at += Long.BYTES + Integer.BYTES;
        }
        if ((flags & ERROR) != 0) {
            UnsafeApi.putShort(at, (short) error.capacity());
            at += Short.BYTES;
        }
        at = append(at, id);
        at = append(at, content);
        append(at, error);
    }

    private long append(long at, DirectBuffer bytes) {
        int length = bytes.capacity();
        if (length > 0) {
            written.wrap(at, length);
            written.putBytes(0, bytes, 0, length);
        }
        return at + length;
    }

    private void giveBlock(int slot) {
        int length = blockLength(slot);
        if (length > 0) {
            blocks.give(block(slot), length);
        }
    }

    private long block(int slot) {
        return slots.longAt(slot, BLOCK);
    }

    private int blockLength(int slot) {
        return headLength(slot) + idLength(slot) + contentLength(slot) + errorLength(slot);
    }

    private int describedLength(int slot) {
        int idLength = idLength(slot) > 0 ? idLength(slot) : MadeId.length(number(slot));
        return idLength + contentLength(slot) + errorLength(slot);
    }

    private int errorLength(int slot) {
        return has(slot, ERROR) ? UnsafeApi.getShort(block(slot) + headLength(slot) - Short.BYTES) : 0;
    }

    private int headLength(int slot) {
        return settingsLength(slot)
                + length(slot, ENDED, Long.BYTES + Integer.BYTES)
                + length(slot, ERROR, Short.BYTES);
    }

    private int settingsLength(int slot) {
        return length(slot, OWN_LEASE, Long.BYTES) + length(slot, OWN_KEEP, Long.BYTES);
    }

    private int length(int slot, int flag, int length) {
        return has(slot, flag) ? length : 0;
    }

    private boolean has(int slot, int flag) {
        return (slots.byteAt(slot, FLAGS) & flag) != 0;
    }

    private int idHash(int slot) {
        return slots.intAt(slot, HASH);
    }
}
