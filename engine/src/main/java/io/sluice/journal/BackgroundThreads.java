package io.sluice.journal;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Three threads, each of which is started when there is something for it to do. */
public final class BackgroundThreads implements Background {
    private final ScheduledThreadPoolExecutor house = executor("sluice-journal");
    private final ScheduledThreadPoolExecutor snapshots = executor("sluice-journal-snapshot");
    private final ScheduledThreadPoolExecutor forces = executor("sluice-journal-sync");

    /** Makes them; none is started. */
    public BackgroundThreads() {}

    private static ScheduledThreadPoolExecutor executor(String name) {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return executor;
    }

    @Override
    public void keepHouse(Runnable task) {
        schedule(house, 0, task);
    }

    @Override
    public void writeSnapshot(Runnable task) {
        schedule(snapshots, 0, task);
    }

    @Override
    public void forceLater(long delayNs, Runnable task) {
        schedule(forces, delayNs, task);
    }

    private static void schedule(ScheduledThreadPoolExecutor executor, long delayNs, Runnable task) {
        try {
            executor.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed: nothing is begun any more.
            return;
        }
    }

    @Override
    public void close() {
        close(snapshots);
        close(house);
        close(forces);
    }

    private static void close(ScheduledThreadPoolExecutor executor) {
        // Without an interrupt: it would close the file under whoever forces it.
        executor.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = executor.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
