package io.sluice.server.demo;

import io.sluice.Lease;
import io.sluice.Sluice;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sluice in this process, with its journal in a directory and the default durability: what it says is on disk. */
final class SluiceQueue implements DemoQueue {
    private static final String QUEUE = "demo";
    private static final Duration SPARE_LEASE = Duration.ofSeconds(30);
    private static final int WAITS_PER_WINDOW = 8;
    private static final Duration MAX_WAIT = Duration.ofSeconds(1);

    private final Sluice sluice;
    private final Duration wait;

    SluiceQueue(Path directory, Load load) {
        Duration partOfWindow = load.window().dividedBy(WAITS_PER_WINDOW);
        wait = partOfWindow.compareTo(MAX_WAIT) < 0 ? partOfWindow : MAX_WAIT;
        sluice = Sluice.open(directory);
        sluice.queue(QUEUE)
                .limit(load.limit().starts(), load.window())
                .lease(Duration.ofNanos(load.taskNs()).plus(SPARE_LEASE))
                .apply()
                .join();
    }

    @Override
    public void submit(String task) {
        byte[] payload = task.getBytes(StandardCharsets.UTF_8);
        sluice.newTask(QUEUE, payload).id(task).submit().join();
    }

    @Override
    public Handout take() {
        List<Lease> leases = sluice.newClaim(QUEUE).waiting(wait).claim().join();
        return leases.isEmpty() ? null : handout(leases.get(0));
    }

    @Override
    public void finish(Handout handout) {
        ((Lease) handout.receipt()).complete().join();
    }

    @Override
    public long waiting() {
        return sluice.queue(QUEUE).status().join().queued();
    }

    @Override
    public boolean holds(String task) {
        return sluice.task(task)
                .join()
                .filter(status -> status.state() == TaskState.QUEUED)
                .isPresent();
    }

    @Override
    public void close() {
        sluice.close();
    }

    private static Handout handout(Lease lease) {
        return new Handout(lease.text(), ns(lease.started()), lease);
    }

    private static long ns(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }
}
