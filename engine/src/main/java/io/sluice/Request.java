package io.sluice;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The future of one embedded request. Cancelling it gives a waiting request up; leases that arrive for a future that is
 * done already go back at once.
 */
final class Request<T> extends CompletableFuture<T> {
    final long correlationId;
    private final Requests requests;

    Request(Requests requests, long correlationId) {
        this.requests = requests;
        this.correlationId = correlationId;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        if (cancelled) {
            requests.abandon(this);
        }
        return cancelled;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    /** Completes with what the engine answered: a {@link Throwable} stands for failure. */
    @SuppressWarnings("unchecked")
    void answer(Object value) {
        if (value instanceof Throwable failure) {
            completeExceptionally(failure);
        } else if (!complete((T) value) && value instanceof List<?> leases) {
            leases.forEach(lease -> giveBack(lease));
        }
    }

    private static void giveBack(Object value) {
        if (value instanceof Lease lease) {
            lease.release();
        }
    }
}
