package io.sluice.server.http;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Work that takes much memory: one piece at a time, and only so many wait for their turn. Any thread. */
final class Turns {
    /** How many may be there at a time, waiting or not. */
    static final int MAX_WAITING = 100;

    private final AtomicInteger waiting = new AtomicInteger();
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    /**
     * Does some work when all that was there before is done; refuses the request if too many wait already.
     *
     * @param call who wants it; if that client is gone when it would be its turn, nothing is done.
     * @param work begins the work.
     * @return completes as the work does.
     */
    synchronized <T> CompletableFuture<T> next(Call call, Supplier<CompletableFuture<T>> work) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            throw RequestRefused.unavailable("BUSY", MAX_WAITING + " clients wait for long answers already");
        }
        CompletableFuture<T> mine = last.thenCompose(
                before -> call.isGone() ? CompletableFuture.failedFuture(new CancellationException()) : work.get());
        // The answer itself is not kept until the next one is asked for.
        last = mine.handle((done, failure) -> null);
        return mine.whenComplete((done, failure) -> waiting.decrementAndGet());
    }
}
