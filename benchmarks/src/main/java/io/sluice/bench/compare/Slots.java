package io.sluice.bench.compare;

import io.sluice.bench.load.Latencies;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;

/**
 * Keeps as many steps under way as a shape says: whenever one ends, the next begins on the same connection. What goes wrong in
 * one ends them all.
 */
final class Slots {
    private static final Duration MAX_STILL = Duration.ofSeconds(60);

    private final Shape shape;
    private final IntPredicate more;
    private final Step step;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Latencies latencies = new Latencies();
    private final CountDownLatch left;

    /** What is done again and again. */
    @FunctionalInterface
    interface Step {
        /** Begins step {@code number}, 0 for the first, on a connection; the stage ends when it has. */
        CompletionStage<?> begin(int connection, int number);
    }

    /** {@code more} is asked, with its number, whether there is to be another step. */
    Slots(Shape shape, IntPredicate more, Step step) {
        this.shape = shape;
        this.more = more;
        this.step = step;
        left = new CountDownLatch(shape.connections() * shape.inFlight());
    }

    /** Returns how long each step took. */
    Latencies latencies() {
        return latencies;
    }

    /** Does all steps. Returns how long it took, nanoseconds; throws what went wrong in a step. */
    long run() throws InterruptedException, TimeoutException {
        long fromNs = System.nanoTime();
        for (int i = 0; i < shape.inFlight(); i++) {
            for (int connection = 0; connection < shape.connections(); connection++) {
                next(connection);
            }
        }
        await();
        long tookNs = System.nanoTime() - fromNs;
        if (failure.get() != null) {
            throw new CompletionException(failure.get());
        }
        return tookNs;
    }

    private void next(int connection) {
        int number = next.getAndIncrement();
        if (failure.get() != null || !more.test(number)) {
            left.countDown();
            return;
        }
        long fromNs = System.nanoTime();
        step.begin(connection, number).whenComplete((answer, wrong) -> {
            if (wrong == null) {
                latencies.record(fromNs, System.nanoTime());
                done.incrementAndGet();
            } else {
                failure.compareAndSet(null, wrong instanceof CompletionException ? wrong.getCause() : wrong);
            }
            next(connection);
        });
    }

    private void await() throws InterruptedException, TimeoutException {
        int before;
        do {
            before = done.get();
        } while (!left.await(MAX_STILL.toSeconds(), TimeUnit.SECONDS) && done.get() > before);
        if (left.getCount() > 0) {
            throw new TimeoutException("nothing has been answered for " + MAX_STILL.toSeconds() + " s");
        }
    }
}
