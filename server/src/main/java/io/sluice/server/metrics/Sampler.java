package io.sluice.server.metrics;

import io.sluice.Clock;
import io.sluice.Sluice;
import io.sluice.server.access.User;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Takes the points of a history down, on a thread of its own. */
final class Sampler implements AutoCloseable {
    private static final long NS_PER_US = 1_000;

    private final History history;
    private final Survey survey;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "sluice-sampler");
        made.setDaemon(true);
        return made;
    });

    Sampler(History history, Sluice sluice) {
        this.history = history;
        survey = new Survey(sluice, User.ANYBODY);
    }

    /** Begins, with a point at once. */
    void start() {
        thread.scheduleAtFixedRate(this::sample, 0, History.INTERVAL_MS, TimeUnit.MILLISECONDS);
    }

    /** Takes no more down. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Asks for a point, unless the engine still owes the one before. One that it refuses, as it does at its end, is left out. */
    private void sample() {
        if (asking.compareAndSet(false, true)) {
            survey.queues(EngineMeter.MAX_QUEUES).whenComplete((queues, failure) -> {
                if (failure == null) {
                    history.record(Clock.system().wallNs() / NS_PER_US, queues);
                }
                asking.set(false);
            });
        }
    }
}
