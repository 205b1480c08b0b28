package io.sluice;

import io.sluice.codec.CommandEncoder;
import io.sluice.codec.MessageSink;
import io.sluice.core.Commands;
import io.sluice.core.FullestWindow;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * The requests of embedded callers that are in flight: encoded into the ring by the caller's thread, kept here until their
 * answer is delivered. Any thread.
 *
 * <p>Correlation ids are negative, those of the front door are not. {@code -1 - correlationId} counts the requests; its low
 * bits are the slot. A slot that is still taken, by a claim that waits, is passed over.
 *
 * <p>No request is left behind when the engine ends: a request is in its slot before its thread looks whether the engine
 * has ended, and {@link #end} says so before it looks through the slots. Both accesses are volatile, so at least one sees
 * the other's; and a slot is emptied by exchange, so only one of them answers.
 */
final class Requests implements MessageSink {
    /** Requests in flight at most. */
    static final int MAX_IN_FLIGHT = 1 << 16;
    /** The type of a message that gives up a request. Like the next three, it is nothing but a correlation id. */
    static final int GIVE_UP = 1 << 16;
    /** The type of a message that asks for a force to disk. */
    static final int SYNC = GIVE_UP + 1;
    /** The type of a message that asks for a snapshot. */
    static final int SNAPSHOT = GIVE_UP + 2;
    /** The type of a message that asks for {@link EventLoop#lastStatus} to be renewed. */
    static final int STATUS = GIVE_UP + 3;
    /** The type of a message that has starts counted anew: a correlation id, since when, and the limit's name. */
    static final int AUDIT = GIVE_UP + 4;

    static final int AUDIT_SINCE = 8;
    static final int AUDIT_NAME = 16;

    private static final int SLOTS = MAX_IN_FLIGHT * 2;

    /** A call on the commands under a correlation id. */
    interface Call {
        void on(Commands commands, long correlationId);
    }

    private final RingBuffer ring;
    private final Runnable wakeUp;
    private final Commands commands = new CommandEncoder(this);
    private final AtomicReferenceArray<Request<?>> slots = new AtomicReferenceArray<>(SLOTS);
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile RuntimeException closed;
    private volatile RuntimeException ended;

    /**
     * Makes an empty set.
     *
     * @param ring takes the encoded requests.
     * @param wakeUp called after each; it has the loop look at the ring.
     */
    Requests(RingBuffer ring, Runnable wakeUp) {
        this.ring = ring;
        this.wakeUp = wakeUp;
    }

    /**
     * Sends a request.
     *
     * @param call makes the one call that the request is.
     * @return completes with the answer, or exceptionally; at once with a {@link BackPressureException} where there are
     *     too many.
     */
    <T> CompletableFuture<T> send(Call call) {
        if (closed != null) {
            return CompletableFuture.failedFuture(closed);
        }
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
            inFlight.decrementAndGet();
            return CompletableFuture.failedFuture(tooMany());
        }
        Request<T> request = enter();
        try {
            call.on(commands, request.correlationId);
        } catch (BackPressureException e) {
            failIfPresent(request, e);
        }
        if (ended != null) {
            failIfPresent(request, ended);
        }
        wakeUp.run();
        return request;
    }

    /**
     * Sends a request to the loop itself.
     *
     * @param type {@link #SYNC}, {@link #SNAPSHOT} or {@link #STATUS}.
     * @return completes when it is done.
     */
    CompletableFuture<Void> sendToLoop(int type) {
        return send((commands, correlationId) -> write(type, correlationId));
    }

    /**
     * Has the starts under a limit counted anew.
     *
     * @param limit its name.
     * @param sinceNs starts before this instant are left out.
     * @return completes with the fullest windows.
     */
    CompletableFuture<List<FullestWindow>> sendAudit(DirectBuffer limit, long sinceNs) {
        return send((commands, correlationId) -> {
            int index = claim(AUDIT, AUDIT_NAME + limit.capacity());
            ring.buffer().putLong(index, correlationId);
            ring.buffer().putLong(index + AUDIT_SINCE, sinceNs);
            ring.buffer().putBytes(index + AUDIT_NAME, limit, 0, limit.capacity());
            ring.commit(index);
        });
    }

    /**
     * Takes a request out, because its answer is there.
     *
     * @param correlationId names it.
     * @return the request; {@code null} if it is gone already.
     */
    Request<?> take(long correlationId) {
        int slot = slot(correlationId);
        Request<?> request = slots.get(slot);
        boolean taken =
                request != null && request.correlationId == correlationId && slots.compareAndSet(slot, request, null);
        return taken ? request : null;
    }

    /**
     * Makes room for as many new requests.
     *
     * @param count requests whose futures are complete.
     */
    void leave(int count) {
        inFlight.addAndGet(-count);
    }

    /**
     * Has no request taken from now on; those in flight may still be answered. The first reason stays.
     *
     * @param reason what later requests fail with.
     */
    synchronized void close(RuntimeException reason) {
        if (closed == null) {
            closed = reason;
        }
    }

    /** Fails all requests that are left, once {@link #close} was called and no more answers come. */
    void end() {
        ended = closed;
        for (int slot = 0; slot < SLOTS; slot++) {
            Request<?> request = slots.getAndSet(slot, null);
            if (request != null) {
                fail(request, ended);
            }
        }
    }

    /**
     * Gives up a request whose future was cancelled.
     *
     * @param request may wait; if so, its answer comes at once.
     */
    void abandon(Request<?> request) {
        try {
            write(GIVE_UP, request.correlationId);
            wakeUp.run();
        } catch (BackPressureException e) {
            // It goes on waiting then; what it gets goes back.
            return;
        }
    }

    private void write(int type, long correlationId) {
        int index = claim(type, Long.BYTES);
        ring.buffer().putLong(index, correlationId);
        ring.commit(index);
    }

    @Override
    public int claim(int type, int length) {
        int index = ring.tryClaim(type, length);
        if (index < 0) {
            throw new BackPressureException("the ring to the engine is full");
        }
        return index;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return ring.buffer();
    }

    @Override
    public void commit(int index) {
        ring.commit(index);
    }

    private <T> Request<T> enter() {
        while (true) {
            long correlationId = -1 - sequence.getAndIncrement();
            int slot = slot(correlationId);
            if (slots.get(slot) == null) {
                Request<T> request = new Request<>(this, correlationId);
                if (slots.compareAndSet(slot, null, request)) {
                    return request;
                }
            }
        }
    }

    private void failIfPresent(Request<?> request, RuntimeException reason) {
        if (take(request.correlationId) != null) {
            fail(request, reason);
        }
    }

    private void fail(Request<?> request, RuntimeException reason) {
        request.completeExceptionally(reason);
        leave(1);
    }

    private static BackPressureException tooMany() {
        return new BackPressureException(MAX_IN_FLIGHT + " requests are in flight");
    }

    private static int slot(long correlationId) {
        return (int) (-1 - correlationId) & SLOTS - 1;
    }
}
