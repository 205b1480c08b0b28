package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.server.History.Rate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Watches a limit while the server is stopped or its disk stalls. The stamps of the decisions must keep every window, and
 * so must the claims as their workers saw them. How closely leases come in after that is told, and checked with much room
 * only, as a pause of a process after the reply was let out is not the limit's.
 */
class StallIT {
    private static final long SEED = Long.getLong("sluice.stall.seed", System.nanoTime());
    private static final int STALLS = Integer.getInteger("sluice.stalls", 12);
    private static final int MAX_RUN_MS = 500;
    private static final int MAX_STALL_MS = 800;
    private static final int STARTS = 10;
    private static final long WINDOW_MS = 500;
    private static final double LEAST_OF_WINDOW = 0.4;
    private static final long NS_PER_MS = 1_000_000;
    private static final long US_PER_MS = 1_000;

    private static final int WINDOWS = 12;
    private static final List<String> STALLING_DISK = List.of(
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "--seccomp-bpf",
            "-e",
            "trace=fdatasync",
            "-e",
            "inject=fdatasync:delay_exit=400ms:when=10+3");

    private final Random random = new Random(SEED);

    @Test
    void shouldKeepEveryWindowWhenTheProcessIsStoppedAtRandomMoments() throws Exception {
        Path data = Directories.fresh("stop");
        try (ServerProcess server = ServerProcess.serve(data, 0);
                Load load = load(server.port())) {
            for (int i = 0; i < STALLS; i++) {
                server.runFor(random.nextInt(MAX_RUN_MS));
                server.signal("STOP");
                server.runFor(random.nextInt(MAX_STALL_MS));
                server.signal("CONT");
            }
            load.rest();
            assertEquals(List.of(), HistoryChecker.violations(load.history), () -> "seed " + SEED);
            System.out.println(seen(load.history));
        }
        Directories.delete(data);
    }

    /**
     * Every third force takes most of a window. As nothing but starts is written, some windows then are decided long before
     * they come out, and the next one is not.
     */
    @Test
    void shouldKeepEveryWindowWhenTheDiskStalls() throws Exception {
        Programs.assumeTracing();
        Path data = Directories.fresh("disk");
        History history = new History();
        history.rates.put("stalled", new Rate(STARTS, WINDOW_MS * US_PER_MS));
        try (ServerProcess server = ServerProcess.start(STALLING_DISK, "--port", "0", "--data", data.toString())) {
            server.awaitReady();
            try (RespClient resp = RespClient.connect(server.port())) {
                resp.call("QUEUE", "SET", "stalled", "LIMIT", STARTS + "/" + WINDOW_MS);
                for (int i = 0; i < WINDOWS * STARTS; i++) {
                    resp.write("SUBMIT", "stalled", "");
                }
                resp.flush();
                for (int i = 0; i < WINDOWS * STARTS; i++) {
                    resp.read();
                }
            }
            CompletableFuture.allOf(Stream.generate(() -> claims(server.port(), history))
                            .limit(STARTS)
                            .toArray(CompletableFuture[]::new))
                    .join();
        }

        assertEquals(WINDOWS * STARTS, history.leases.size());
        assertEquals(List.of(), LimitChecker.violations(history));
        System.out.println(seen(history));
        assertTrue(
                LimitChecker.shortestWindowNs(history, "stalled") >= LEAST_OF_WINDOW * WINDOW_MS * NS_PER_MS,
                () -> seen(history));
        Directories.delete(data);
    }

    /** Claims on a thread of its own, one task after the other. */
    private static CompletableFuture<Void> claims(int port, History history) {
        return CompletableFuture.runAsync(
                () -> {
                    try (RespClient resp = RespClient.connect(port)) {
                        for (int i = 0; i < WINDOWS; i++) {
                            history.leases.addAll(Worker.claim(resp, "stalled", 1, "30s", "1h"));
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> new Thread(task, "claims").start());
    }

    @Test
    void shouldWakeAWaitingClaimWhenItsLimitOpens() throws Exception {
        Path data = Directories.fresh("late");
        int starts = 30;
        long windowMs = 100;
        long[] startedUs = new long[starts];
        long[] receivedNs = new long[starts];
        try (ServerProcess server = ServerProcess.serve(data, 0);
                RespClient resp = RespClient.connect(server.port())) {
            resp.call("QUEUE", "SET", "paced", "LIMIT", "1/" + windowMs + "ms");
            for (int i = 0; i < starts; i++) {
                resp.call("SUBMIT", "paced", "");
            }

            for (int i = 0; i < starts; i++) {
                List<?> leases = (List<?>) resp.call("CLAIM", "paced", "WAIT", "30s");
                receivedNs[i] = System.nanoTime();
                startedUs[i] = (Long) ((List<?>) leases.get(0)).get(5);
            }
        }

        long[] decidedLateNs = new long[starts - 1];
        long[] receivedLateNs = new long[starts - 1];
        for (int i = 1; i < starts; i++) {
            decidedLateNs[i - 1] = (startedUs[i] - startedUs[i - 1] - windowMs * US_PER_MS) * 1_000;
            receivedLateNs[i - 1] = receivedNs[i] - receivedNs[i - 1] - windowMs * NS_PER_MS;
            assertTrue(decidedLateNs[i - 1] >= 0, "started within a window");
        }
        System.out.println("a limit opens, from start to start beyond the window, median: decided "
                + median(decidedLateNs) / 1_000 + " us, received " + median(receivedLateNs) / 1_000 + " us");
        Directories.delete(data);
    }

    private Load load(int port) throws IOException {
        Load load = new Load(random.nextLong());
        load.queue("stalled", STARTS, WINDOW_MS, 200, 1, 6);
        try (RespClient resp = RespClient.connect(port)) {
            load.setQueues(resp);
        }
        load.open(port);
        return load;
    }

    private static String seen(History history) {
        return history.leases.size() + " starts, the shortest time in which " + (STARTS + 1) + " came in: "
                + LimitChecker.shortestWindowNs(history, "stalled") / NS_PER_MS + " ms of " + WINDOW_MS;
    }

    private static long median(long[] values) {
        return Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }
}
