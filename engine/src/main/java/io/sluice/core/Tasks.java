package io.sluice.core;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All tasks, in slots of primitive pages outside the heap, each one cache line; the contents of a task stand in a block
 * beside its slot.
 *
 * <pre>
 *   slot, 64 bytes                                        block
 *    0 number       8    40 next         4    60 state     1     {@linkplain Head what few tasks have}
 *    8 turn         8    44 previous     4    61 priority  1     id
 *   16 submitted    8    48 position     4    62 id length 1     payload, or once ended the result
 *   24 block        4    52 token        4    63 flags     1     error
 *   28 content      4    56 attempt      2
 *   32 queue        4    58 attempts     2
 *   36 group        4
 * </pre>
 *
 * {@code next}, {@code previous} and {@code position} serve whatever one thing the task waits for: its queue's list, or a
 * list or heap of deadlines. {@code token} is a record of {@link Tokens}, which a task has from its first start on.
 */
final class Tasks implements Items, AutoCloseable {
    /** No slot. */
    static final int NIL = -1;

    private static final int NUMBER = 0;
    private static final int TURN = 8;
    private static final int SUBMITTED = 16;
    private static final int BLOCK = 24;
    private static final int CONTENT_LENGTH = 28;
    private static final int QUEUE = 32;
    private static final int GROUP = 36;
    private static final int NEXT = 40;
    private static final int PREVIOUS = 44;
    private static final int POSITION = 48;
    private static final int TOKEN = 52;
    private static final int ATTEMPT = 56;
    private static final int ATTEMPTS = 58;
    private static final int STATE = 60;
    private static final int PRIORITY = 61;
    private static final int ID_LENGTH = 62;
    private static final int FLAGS = 63;
    private static final int SLOT_LENGTH = 64;

    private final Records records = new Records(SLOT_LENGTH, NEXT);
    private final Pages slots = records.pages();
    private final Links links = new Links(slots, NEXT, PREVIOUS);
    private final Tokens tokens = new Tokens();
    private final Blocks blocks = new Blocks();
    private final NumberIndex byNumber = new NumberIndex();
    private final IdIndex byId = new IdIndex();
    private final Positions expiries = new Expiries();
    private final UnsafeBuffer oldId = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer oldContent = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer written = new UnsafeBuffer(0, 0);
    private long describedBytes;
    private int count;
    private int lastFound = NIL;

    /**
     * Takes a slot for a task; its state, turn and links are still to be set.
     *
     * @param expiresNs when it expires, 0 for never.
     * @return the slot.
     */
    int add(long number, int queue, int group, long submittedNs, long expiresNs, Submission submission) {
        int slot = takeSlot(number, queue, group, submittedNs, submission.priority(), submission.attempts());
        write(
                slot,
                Head.flags(submission.leaseNs(), submission.keepNs(), expiresNs),
                submission.id(),
                submission.payload(),
                TaskView.NOTHING);
        Head.putSettings(block(slot), flags(slot), submission.leaseNs(), submission.keepNs(), expiresNs, NONE);
        enroll(slot, submission.id());
        return slot;
    }

    /**
     * Takes a slot for a task that is described whole; its links are still to be set.
     *
     * @return the slot.
     */
    int add(Task task, int group) {
        int slot = takeSlot(task.number(), task.queue(), group, task.submittedNs(), task.priority(), task.attempts());
        state(slot, task.state());
        turnNs(slot, task.turnNs());
        attempt(slot, task.attempt());
        if (task.token() != 0) {
            lease(slot, task.token(), task.startedNs());
        }
        boolean ended = !task.state().keepsPayload();
        DirectBuffer id = task.named() ? task.id() : TaskView.NOTHING;
        long expiresNs = ended ? 0 : task.expiresNs();
        int flags = Head.flags(task.leaseNs(), task.keepNs(), expiresNs) | (ended ? Head.ENDED : 0);
        write(slot, flags, id, ended ? task.result() : task.payload(), task.error());
        Head.putSettings(block(slot), flags(slot), task.leaseNs(), task.keepNs(), expiresNs, NONE);
        Head.putEnd(block(slot), flags(slot), task.finishedNs(), task.size());
        enroll(slot, id);
        return slot;
    }

    /** Gives a task's slot and block back; it must be in no list or heap. */
    void remove(int slot) {
        byNumber.remove(number(slot));
        if (idLength(slot) > 0) {
            byId.remove(Hash.of(id(slot, oldId)), slot);
        }
        describedBytes -= describedLength(slot);
        giveBlock(slots.intAt(slot, BLOCK), blockLength(slot));
        giveToken(slot);
        slots.longAt(slot, NUMBER, 0);
        records.give(slot);
        count--;
        lastFound = NIL;
    }

    /** Returns the slot of the task with an id, made or chosen, or {@link #NIL}. */
    int find(DirectBuffer id) {
        if (MadeId.is(id)) {
            return findMade(MadeId.number(id));
        }
        int hash = Hash.of(id);
        for (long cell = byId.first(hash); cell != Cells.NONE; cell = byId.next(hash, cell)) {
            int slot = byId.slot(cell);
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
        int slot = byNumber.find(number);
        lastFound = slot == NIL ? lastFound : slot;
        return slot;
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

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return records.bytes() + tokens.bytes() + blocks.bytes() + byNumber.bytes() + byId.bytes();
    }

    /** Returns how much of that tasks have given back, to be used again by others, bytes. */
    long freeBytes() {
        return records.freeBytes() + tokens.freeBytes() + blocks.freeBytes();
    }

    /** Returns the length of all ids, made ones too, contents and errors. */
    long describedBytes() {
        return describedBytes;
    }

    /** Returns the first slot that never held a task. */
    int reached() {
        return records.reached();
    }

    /** Returns the number of the task in a slot; 0 if there is none. */
    long number(int slot) {
        return slots.longAt(slot, NUMBER);
    }

    int queue(int slot) {
        return slots.intAt(slot, QUEUE);
    }

    int group(int slot) {
        return slots.intAt(slot, GROUP);
    }

    void group(int slot, int group) {
        slots.intAt(slot, GROUP, group);
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

    /** Returns the token of the last lease; 0 before the first start. */
    long token(int slot) {
        int record = slots.intAt(slot, TOKEN);
        return record == Records.NONE ? 0 : tokens.token(record);
    }

    /** Returns the instant of the last start; 0 before the first. */
    long startedNs(int slot) {
        int record = slots.intAt(slot, TOKEN);
        return record == Records.NONE ? 0 : tokens.startedNs(record);
    }

    void lease(int slot, long token, long startedNs) {
        int record = slots.intAt(slot, TOKEN);
        if (record == Records.NONE) {
            record = tokens.take();
            slots.intAt(slot, TOKEN, record);
        }
        tokens.set(record, token, startedNs);
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
        return has(slot, Head.OWN_LEASE) ? UnsafeApi.getLong(field(slot, Head.OWN_LEASE)) : Submission.FROM_QUEUE;
    }

    long keepNs(int slot) {
        return has(slot, Head.OWN_KEEP) ? UnsafeApi.getLong(field(slot, Head.OWN_KEEP)) : Submission.FROM_QUEUE;
    }

    /** Returns when it expires if it was not started; 0 for never. */
    long expiresNs(int slot) {
        return has(slot, Head.EXPIRES) ? UnsafeApi.getLong(field(slot, Head.EXPIRES)) : 0;
    }

    /** Lets it expire no more; it must be in no heap of {@link #expiries}. */
    void clearExpiry(int slot) {
        if (has(slot, Head.EXPIRES)) {
            UnsafeApi.putLong(field(slot, Head.EXPIRES), 0);
        }
    }

    /** Returns the place of a task that expires in the heap of those that do. */
    int expiryPosition(int slot) {
        return has(slot, Head.EXPIRES) ? UnsafeApi.getInt(field(slot, Head.EXPIRES) + Head.EXPIRY_POSITION) : NONE;
    }

    /** Sets that place; the task must be one that expires. */
    void expiryPosition(int slot, int position) {
        UnsafeApi.putInt(field(slot, Head.EXPIRES) + Head.EXPIRY_POSITION, position);
    }

    /** Returns {@link #expiryPosition} for a heap. */
    Positions expiries() {
        return expiries;
    }

    long finishedNs(int slot) {
        if (has(slot, Head.ENDED)) {
            return UnsafeApi.getLong(field(slot, Head.ENDED));
        }
        return state(slot) == TaskState.DEAD ? turnNs(slot) : 0;
    }

    /** Returns the length of the payload as submitted, bytes. */
    int size(int slot) {
        return has(slot, Head.ENDED)
                ? UnsafeApi.getInt(field(slot, Head.ENDED) + Head.PAYLOAD_LENGTH)
                : contentLength(slot);
    }

    DirectBuffer id(int slot, UnsafeBuffer view) {
        view.wrap(block(slot) + Head.length(flags(slot)), idLength(slot));
        return view;
    }

    /** Lets a view show payload or result, whichever is kept. */
    DirectBuffer content(int slot, UnsafeBuffer view) {
        view.wrap(block(slot) + Head.length(flags(slot)) + idLength(slot), contentLength(slot));
        return view;
    }

    DirectBuffer error(int slot, UnsafeBuffer view) {
        view.wrap(block(slot) + Head.length(flags(slot)) + idLength(slot) + contentLength(slot), errorLength(slot));
        return view;
    }

    @Override
    public long rank(int slot) {
        return turnNs(slot);
    }

    @Override
    public long tie(int slot) {
        return number(slot);
    }

    /** Returns where the links of tasks are. */
    Links links() {
        return links;
    }

    /** Returns the next task of the list that a task is in, or {@link #NIL}. */
    int next(int slot) {
        return links.next(slot);
    }

    int previous(int slot) {
        return links.previous(slot);
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
        records.close();
        tokens.close();
        blocks.close();
        byNumber.close();
        byId.close();
    }

    private int takeSlot(long number, int queue, int group, long submittedNs, int priority, int attempts) {
        int slot = records.take();
        slots.longAt(slot, NUMBER, number);
        slots.longAt(slot, TURN, 0);
        slots.longAt(slot, SUBMITTED, submittedNs);
        slots.intAt(slot, QUEUE, queue);
        slots.intAt(slot, GROUP, group);
        slots.intAt(slot, POSITION, NONE);
        slots.intAt(slot, TOKEN, Records.NONE);
        slots.shortAt(slot, ATTEMPT, 0);
        slots.shortAt(slot, ATTEMPTS, attempts);
        slots.byteAt(slot, STATE, 0);
        slots.byteAt(slot, PRIORITY, priority);
        return slot;
    }

    private void enroll(int slot, DirectBuffer id) {
        byNumber.add(number(slot), slot);
        if (id.capacity() > 0) {
            byId.add(Hash.of(id), slot);
        }
        describedBytes += describedLength(slot);
        count++;
        lastFound = slot;
    }

    private int findMade(long number) {
        int slot = number == 0 ? NIL : find(number);
        return slot != NIL && idLength(slot) == 0 ? slot : NIL;
    }

    private void rewrite(int slot, long finishedNs, int size, DirectBuffer content, DirectBuffer error) {
        int old = slots.intAt(slot, BLOCK);
        int oldLength = blockLength(slot);
        describedBytes += content.capacity() + error.capacity() - contentLength(slot) - errorLength(slot);
        long leaseNs = leaseNs(slot);
        long keepNs = keepNs(slot);
        boolean ended = !state(slot).keepsPayload();
        long expiresNs = ended ? 0 : expiresNs(slot);
        int expiryPosition = expiryPosition(slot);
        int flags = Head.flags(leaseNs, keepNs, expiresNs) | (ended ? Head.ENDED : 0);
        write(slot, flags, id(slot, oldId), content, error);
        Head.putSettings(block(slot), flags(slot), leaseNs, keepNs, expiresNs, expiryPosition);
        Head.putEnd(block(slot), flags(slot), finishedNs, size);
        giveBlock(old, oldLength);
    }

    /** Gives a slot a new block, all of it but what few tasks have. */
    private void write(int slot, int settings, DirectBuffer id, DirectBuffer content, DirectBuffer error) {
        int flags = settings | (error.capacity() > 0 ? Head.ERROR : 0);
        slots.byteAt(slot, FLAGS, flags);
        slots.byteAt(slot, ID_LENGTH, id.capacity());
        slots.intAt(slot, CONTENT_LENGTH, content.capacity());
        int length = Head.length(flags) + id.capacity() + content.capacity() + error.capacity();
        int block = length == 0 ? Blocks.NONE : blocks.take(length);
        slots.intAt(slot, BLOCK, block);
        if (error.capacity() > 0) {
            UnsafeApi.putShort(field(slot, Head.ERROR), (short) error.capacity());
        }
        long at = block(slot) + Head.length(flags);
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

    private void giveBlock(int block, int length) {
        if (block != Blocks.NONE) {
            blocks.give(block, length);
        }
    }

    private void giveToken(int slot) {
        int record = slots.intAt(slot, TOKEN);
        if (record != Records.NONE) {
            tokens.give(record);
        }
    }

    private long block(int slot) {
        int block = slots.intAt(slot, BLOCK);
        return block == Blocks.NONE ? 0 : blocks.address(block);
    }

    private long field(int slot, int field) {
        return block(slot) + Head.offset(flags(slot), field);
    }

    private int blockLength(int slot) {
        return Head.length(flags(slot)) + idLength(slot) + contentLength(slot) + errorLength(slot);
    }

    private int describedLength(int slot) {
        int idLength = idLength(slot) > 0 ? idLength(slot) : MadeId.length(number(slot));
        return idLength + contentLength(slot) + errorLength(slot);
    }

    private int errorLength(int slot) {
        return has(slot, Head.ERROR) ? UnsafeApi.getShort(field(slot, Head.ERROR)) : 0;
    }

    private int flags(int slot) {
        return slots.byteAt(slot, FLAGS);
    }

    private boolean has(int slot, int flag) {
        return (flags(slot) & flag) != 0;
    }

    /** Where tasks stand in the heap of those that expire. */
    private final class Expiries implements Positions {
        @Override
        public int position(int slot) {
            return expiryPosition(slot);
        }

        @Override
        public void position(int slot, int position) {
            expiryPosition(slot, position);
        }
    }
}
