package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.ExitCode;

/**
 * Claims one task after the other and runs a command for each, on several threads, until there were enough, none came in
 * time, or it is told to stop. A server that went away is waited for, as leases and waiting tasks outlive it.
 */
final class ShellWorker {
    private static final Duration FOR_EVER = Duration.ofDays(365);
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final Claims claims;
    private final Duration wait;
    private final AtomicLong left;
    private final Shell shell;
    private final Consumer<String> complaints;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Set<Thread> claiming = new HashSet<>();

    /**
     * Makes a worker.
     *
     * @param claims where tasks come from, one each time.
     * @param wait how long to wait for one; {@code null} for ever.
     * @param count how many tasks to do.
     * @param shell runs the command.
     * @param complaints is told, a line each, what does not go as it should.
     */
    ShellWorker(Claims claims, Duration wait, long count, Shell shell, Consumer<String> complaints) {
        this.claims = claims;
        this.wait = wait == null ? FOR_EVER : wait;
        this.left = new AtomicLong(count);
        this.shell = shell;
        this.complaints = complaints;
    }

    /** Works on some threads until the end, and returns the exit status; throws what the server refuses to all tasks. */
    int run(int parallel) throws IOException, InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < parallel; i++) {
            Thread thread = new Thread(this::work, "sluice-worker-" + i);
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        shell.close();
        ended.countDown();
        return status();
    }

    /** Has it end once what runs has finished, and waits for that. Returns whether it had not ended before. */
    boolean stop() {
        if (ended.getCount() == 0) {
            return false;
        }
        shell.stopping();
        endClaims();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private int status() throws IOException {
        Exception thrown = failure.get();
        if (thrown instanceof IOException unreachable) {
            throw unreachable;
        }
        if (thrown instanceof RuntimeException refused) {
            throw refused;
        }
        return ExitCode.OK;
    }

    private void work() {
        try {
            JsonNode lease = next();
            while (lease != null) {
                shell.run(lease);
                lease = next();
            }
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
            endClaims();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns a lease; {@code null} if there were enough, none came in time, or the worker is to stop. */
    private JsonNode next() throws IOException, InterruptedException {
        return left.getAndDecrement() > 0 ? claimed() : null;
    }

    private JsonNode claimed() throws IOException, InterruptedException {
        long pauseMs = FIRST_PAUSE_MS;
        while (beginClaim()) {
            try {
                return claims.next(wait).path("leases").get(0);
            } catch (InterruptedException e) {
                return null;
            } catch (IOException | ServerException e) {
                if (!isPassing(e)) {
                    throw e;
                }
                if (pauseMs == FIRST_PAUSE_MS) {
                    complaints.accept(e.getMessage() + "; trying again");
                }
            } finally {
                endClaim();
            }
            stopping.await(pauseMs, TimeUnit.MILLISECONDS);
            pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
        }
        return null;
    }

    /** Tells whether waiting may help: not where something is refused for good, nor where there never was a server. */
    private boolean isPassing(Exception trouble) {
        return trouble instanceof ServerException refused ? refused.isPassing() : claims.haveBeenAnswered();
    }

    private synchronized boolean beginClaim() {
        return stopping.getCount() > 0 && claiming.add(Thread.currentThread());
    }

    private synchronized void endClaim() {
        claiming.remove(Thread.currentThread());
        // An interrupt that came too late for the claim is not meant for the command.
        Thread.interrupted();
    }

    private synchronized void endClaims() {
        stopping.countDown();
        claiming.forEach(Thread::interrupt);
    }
}
