package io.sluice;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of a {@link Worker}: claims a task, does it, and so on.
 *
 * <p>A claim does not outlive the order to stop: the thread shows its claim and then looks at the order, the order is given
 * and then the claim looked at; both are volatile, so at least one side cancels it.
 */
final class WorkerThread extends Thread {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final long BACK_PRESSURE_PAUSE_NS = 1_000_000;
    private static final int EXTENSIONS_PER_LEASE = 3;

    private final Worker.Handler handler;
    private final NewClaim newClaim;
    private final ScheduledExecutorService extender;
    private volatile CompletableFuture<List<Lease>> claim;
    private volatile boolean stopping;

    WorkerThread(String name, Worker.Handler handler, NewClaim newClaim, ScheduledExecutorService extender) {
        super(name);
        this.handler = handler;
        this.newClaim = newClaim;
        this.extender = extender;
    }

    /** Has the thread end after the task in hand. Any thread. */
    void stopClaiming() {
        stopping = true;
        CompletableFuture<List<Lease>> current = claim;
        if (current != null) {
            current.cancel(false);
        }
    }

    @Override
    public void run() {
        while (!stopping) {
            claim().forEach(this::handle);
        }
    }

    private List<Lease> claim() {
        CompletableFuture<List<Lease>> current = newClaim.claim();
        claim = current;
        if (stopping) {
            current.cancel(false);
        }
        try {
            return current.join();
        } catch (CancellationException e) {
            return List.of();
        } catch (CompletionException e) {
            pauseOrStop(e.getCause());
            return List.of();
        }
    }

    private void pauseOrStop(Throwable refusal) {
        if (refusal instanceof BackPressureException) {
            LockSupport.parkNanos(this, BACK_PRESSURE_PAUSE_NS);
        } else {
            stopping = true;
        }
    }

    private void handle(Lease lease) {
        ScheduledFuture<?> extension = extend(lease);
        try {
            handler.handle(lease);
            if (!lease.isSettled()) {
                warnIfRefused(lease, lease.complete());
            }
        } catch (Throwable e) {
            // Whatever the handler throws is the task's failure; the worker lives for the next one.
            if (!lease.isSettled()) {
                warnIfRefused(lease, lease.fail(e.toString()));
            }
        } finally {
            extension.cancel(false);
        }
    }

    private ScheduledFuture<?> extend(Lease lease) {
        long periodNs = Math.max(1, lease.lengthNs() / EXTENSIONS_PER_LEASE);
        Duration length = Duration.ofNanos(lease.lengthNs());
        return extender.scheduleAtFixedRate(() -> extend(lease, length), periodNs, periodNs, TimeUnit.NANOSECONDS);
    }

    private static void extend(Lease lease, Duration length) {
        if (!lease.isSettled()) {
            lease.extend(length).whenComplete((deadline, failure) -> {
                // The handler may have ended the lease meanwhile.
                if (failure != null && !lease.isSettled()) {
                    warn(lease, failure);
                }
            });
        }
    }

    private static void warnIfRefused(Lease lease, CompletableFuture<?> future) {
        future.whenComplete((done, failure) -> {
            if (failure != null) {
                warn(lease, failure);
            }
        });
    }

    private static void warn(Lease lease, Throwable failure) {
        LOG.warn("{}: {}", lease, failure.getMessage());
    }
}
