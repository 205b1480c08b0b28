package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs a command for each task and tells the server what came of it. May be used by several threads. */
final class Shell {
    private static final int TERMINATED = 128 + 15;
    private static final int INTERRUPTED = 128 + 2;
    private static final int EXTENSIONS_PER_LEASE = 3;

    private final Server server;
    private final String command;
    private final boolean keepsResult;
    private final Consumer<String> complaints;
    private final ScheduledExecutorService extensions = Executors.newScheduledThreadPool(1, Shell::daemon);
    private volatile boolean stopping;

    /**
     * Makes a shell.
     *
     * @param server told what came of tasks.
     * @param command run by {@code /bin/sh -c}.
     * @param keepsResult whether what the command writes to its output is the task's result.
     * @param complaints is told, a line each, what does not go as it should.
     */
    Shell(Server server, String command, boolean keepsResult, Consumer<String> complaints) {
        this.server = server;
        this.command = command;
        this.keepsResult = keepsResult;
        this.complaints = complaints;
    }

    /** Says that commands may have been told to end from outside, which is no failure of theirs. */
    void stopping() {
        stopping = true;
    }

    /** Runs the command for a lease to its end, while the lease is extended, and tells the server. */
    void run(JsonNode claimed) throws IOException, InterruptedException {
        HeldLease lease = new HeldLease(server, claimed);
        RunningCommand running = new RunningCommand(start(lease), lease.payload(), keepsResult);
        ScheduledFuture<?> extension = extendWhile(running, lease);
        try {
            tellAtLast(lease, running, running.await());
        } catch (ServerException | IOException e) {
            complaints.accept("task " + lease.id() + ": " + e.getMessage());
        } finally {
            extension.cancel(false);
        }
    }

    /** Ends what extends leases. */
    void close() {
        extensions.shutdownNow();
    }

    private Process start(HeldLease lease) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", command);
        builder.redirectOutput(keepsResult ? Redirect.PIPE : Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.put("SLUICE_TASK", lease.id());
        for (String fact : new String[] {"queue", "group", "attempt", "token"}) {
            environment.put("SLUICE_TASK_" + fact.toUpperCase(Locale.ROOT), lease.text(fact));
        }
        return builder.start();
    }

    private ScheduledFuture<?> extendWhile(RunningCommand running, HeldLease lease) {
        long periodMs = Math.max(1, lease.duration().toMillis() / EXTENSIONS_PER_LEASE);
        return extensions.scheduleAtFixedRate(() -> extend(running, lease), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    private void extend(RunningCommand running, HeldLease lease) {
        try {
            lease.extend();
        } catch (ServerException e) {
            if (!e.isPassing()) {
                // Somebody else may have the task now, or it is cancelled.
                running.end();
            }
        } catch (IOException e) {
            complaints.accept("task " + lease.id() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the server what came of a task; one that does not answer is asked again for as long as a lease lasts. */
    private void tellAtLast(HeldLease lease, RunningCommand running, int status)
            throws IOException, InterruptedException {
        new Retries(server, lease.duration(), complaint -> {}).ask(() -> tell(lease, running, status));
    }

    private JsonNode tell(HeldLease lease, RunningCommand running, int status)
            throws IOException, InterruptedException {
        if (status == 0 && !running.isTooLong()) {
            return complete(lease, running);
        }
        return stopping && (status == TERMINATED || status == INTERRUPTED)
                ? lease.release()
                : lease.fail(running.reason(status));
    }

    private JsonNode complete(HeldLease lease, RunningCommand running) throws IOException, InterruptedException {
        try {
            return lease.complete(keepsResult ? running.output() : null);
        } catch (ServerException e) {
            if (e.isPassing()) {
                throw e;
            }
            // A result that is too long, for one. Where the lease is over, this is refused as well.
            return lease.fail(e.getMessage());
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sluice-leases");
        thread.setDaemon(true);
        return thread;
    }
}
