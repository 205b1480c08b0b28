package io.sluice.bench.load;

import io.sluice.Lease;
import io.sluice.NewTask;
import io.sluice.Sluice;
import io.sluice.core.Durability;
import io.sluice.core.Rate;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An engine in this process. */
final class EngineTarget implements Target {
    private final Sluice sluice;

    /** Opens the engine of a data directory, which is made if it is not there. */
    EngineTarget(Path directory, Durability durability) {
        sluice = Sluice.builder().directory(directory).durability(durability).open();
    }

    @Override
    public Connection connect() {
        return new EngineConnection();
    }

    @Override
    public void close() {
        sluice.close();
    }

    private static Task task(Lease lease) {
        return new Task(
                lease.id(),
                lease.token(),
                new String(lease.payload(), StandardCharsets.US_ASCII),
                ChronoUnit.MICROS.between(Instant.EPOCH, lease.started()));
    }

    /** A way in that is not apart from others: a claim that waits holds up none. */
    private final class EngineConnection implements Connection {
        @Override
        public CompletionStage<?> limit(String queue, Rate limit) {
            return sluice.queue(queue)
                    .limit(limit.starts(), Duration.ofNanos(limit.windowNs()))
                    .apply();
        }

        @Override
        public CompletionStage<?> submit(String queue, String id, String group, String payload) {
            NewTask task = sluice.newTask(queue, payload.getBytes(StandardCharsets.US_ASCII));
            if (id != null) {
                task.id(id);
            }
            if (group != null) {
                task.group(group);
            }
            return task.submit();
        }

        @Override
        public CompletionStage<List<Task>> claim(String queue, long waitMs) {
            return sluice.newClaim(queue)
                    .waiting(Duration.ofMillis(waitMs))
                    .claim()
                    .thenApply(leases -> leases.stream().map(EngineTarget::task).toList());
        }

        @Override
        public CompletionStage<?> complete(Task task) {
            return sluice.lease(task.id(), task.token()).complete();
        }

        @Override
        public CompletionStage<Boolean> waits(String id) {
            return sluice.task(id)
                    .thenApply(found -> found.filter(
                                    task -> task.state() == TaskState.QUEUED || task.state() == TaskState.DELAYED)
                            .isPresent());
        }

        @Override
        public void close() {
            // There is only the engine to close, once all are done with it.
        }
    }
}
