package io.sluice;

import io.sluice.codec.MessageBuffer;
import io.sluice.codec.MessageSink;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Encoded replies on their way from the loop's thread to the thread that delivers them. The loop fills buffers and holds
 * them back until it lets them out; whole buffers change hands, and come back empty.
 *
 * <p>No wake-up is lost: the taker says that it waits and then looks once more, the loop offers and then looks whether
 * somebody waits. Both write before they read, with a full fence or a volatile access between, so at least one sees the
 * other's write. A permit of {@link LockSupport} outlasts the moment between the taker's look and its park.
 */
final class HeldReplies implements MessageSink {
    /** Length at which a buffer is full and the next one is begun, bytes. */
    static final int BUFFER_LENGTH = 64 * 1024;

    private static final int PLENTY_BUFFERS = 128;
    private static final int MAX_READY_BUFFERS = 1024;
    private static final int MAX_SPARE_BUFFERS = 64;

    private final ArrayDeque<MessageBuffer> full = new ArrayDeque<>();
    private final Queue<MessageBuffer> ready = new OneToOneConcurrentArrayQueue<>(MAX_READY_BUFFERS);
    private final Queue<MessageBuffer> spare = new OneToOneConcurrentArrayQueue<>(MAX_SPARE_BUFFERS);
    private MessageBuffer current = new MessageBuffer(BUFFER_LENGTH);
    private volatile boolean ended;
    private volatile Thread waiting;

    @Override
    public int claim(int type, int length) {
        if (current.length() > 0 && current.length() + length > BUFFER_LENGTH - 16) {
            full.add(current);
            current = fresh();
        }
        return current.claim(type, length);
    }

    @Override
    public MutableDirectBuffer buffer() {
        return current.buffer();
    }

    @Override
    public void commit(int index) {
        current.commit(index);
    }

    /** Hands over what is held, as far as the taker keeps up. */
    void letOut() {
        if (current.length() > 0) {
            full.add(current);
            current = fresh();
        }
        if (!full.isEmpty()) {
            while (!full.isEmpty() && ready.offer(full.peek())) {
                full.remove();
            }
            wakeTaker();
        }
    }

    /**
     * Tells whether nothing is held.
     *
     * @return false if there is something to let out.
     */
    boolean isEmpty() {
        return current.length() == 0 && full.isEmpty();
    }

    /**
     * Tells whether so much is held that it should be let out before more is asked.
     *
     * @return true from {@link #PLENTY_BUFFERS} full buffers on.
     */
    boolean isPlenty() {
        return full.size() >= PLENTY_BUFFERS;
    }

    /** Lets {@link #take} return {@code null} once it has returned all that was let out. */
    void end() {
        ended = true;
        wakeTaker();
    }

    /**
     * Waits for the next buffer.
     *
     * @param waitNs how long at most, nanoseconds.
     * @return a buffer to be given back by {@link #giveBack}; {@code null} when the wait is over or there will be none.
     */
    MessageBuffer take(long waitNs) {
        MessageBuffer buffer = ready.poll();
        if (buffer != null || ended) {
            return buffer != null ? buffer : ready.poll();
        }
        waiting = Thread.currentThread();
        if (ready.isEmpty() && !ended) {
            LockSupport.parkNanos(this, waitNs);
        }
        waiting = null;
        return ready.poll();
    }

    /**
     * Tells whether nothing is left and nothing will come.
     *
     * @return true after {@link #end}, when all was taken.
     */
    boolean isOver() {
        return ended && ready.isEmpty();
    }

    /**
     * Takes a buffer back for another use.
     *
     * @param buffer what {@link #take} returned.
     */
    void giveBack(MessageBuffer buffer) {
        if (buffer.capacity() == BUFFER_LENGTH) {
            buffer.clear();
            spare.offer(buffer);
        }
    }

    private MessageBuffer fresh() {
        MessageBuffer buffer = spare.poll();
        return buffer != null ? buffer : new MessageBuffer(BUFFER_LENGTH);
    }

    private void wakeTaker() {
        VarHandle.fullFence();
        Thread taker = waiting;
        if (taker != null) {
            LockSupport.unpark(taker);
        }
    }
}
