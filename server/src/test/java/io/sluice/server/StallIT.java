package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Watches a limit while the server is stopped or its disk stalls. The stamps of the decisions must keep every window, and
 * so must the claims as their workers saw them; how closely leases come in after that is not promised to the last
 * millisecond, as a pause of the server or of this process after a reply was let out is nobody's fault.
 */
class StallIT {
    private static final long SEED = Long.getLong("sluice.stall.seed", System.nanoTime());
    private static final int STALLS = Integer.getInteger("sluice.stalls", 12);
    private static final int MAX_RUN_MS = 500;
    private static final int MAX_STALL_MS = 800;
    private static final int STARTS = 10;
    private static final long WINDOW_MS = 500;
    private static final double LEAST_OF_WINDOW = 0.5;
    private static final long NS_PER_MS = 1_000_000;
    private static final long US_PER_MS = 1_000;

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
            assertKept(load);
        }
        Directories.delete(data);
    }

    /** Every seventh force takes most of a window, so that its replies come out much later than they were decided. */
    @Test
    void shouldKeepEveryWindowWhenTheDiskStalls() throws Exception {
        List<String> tracer = List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                "/dev/null",
                "--seccomp-bpf",
                "-e",
                "trace=fdatasync",
                "-e",
                "inject=fdatasync:delay_exit=400ms:when=20+7");
        assumeTrue(canTrace(), "skipped: needs strace and the right to trace");
        Path data = Directories.fresh("disk");
        try (ServerProcess server = ServerProcess.start(tracer, "--port", "0", "--data", data.toString())) {
            server.awaitReady();
            try (Load load = load(server.port())) {
                server.runFor(10 * WINDOW_MS);
                load.rest();
                assertKept(load);
            }
        }
        Directories.delete(data);
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
        load.gate.open(port);
        return load;
    }

    private static void assertKept(Load load) {
        assertEquals(List.of(), HistoryChecker.violations(load.history), () -> "seed " + SEED);
        long shortestNs = LimitChecker.shortestWindowNs(load.history, "stalled");
        System.out.println(load.history.leases.size() + " starts, the shortest time in which " + (STARTS + 1)
                + " came in: " + shortestNs / NS_PER_MS + " ms of " + WINDOW_MS);
        assertTrue(shortestNs >= LEAST_OF_WINDOW * WINDOW_MS * NS_PER_MS, () -> shortestNs + " ns, seed " + SEED);
    }

    private static boolean canTrace() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-qq", "-o", "/dev/null", "true")
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static long median(long[] values) {
        return java.util.Arrays.stream(values)
                .sorted()
                .skip(values.length / 2)
                .findFirst()
                .orElseThrow();
    }
}
