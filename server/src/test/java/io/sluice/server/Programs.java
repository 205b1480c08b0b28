package io.sluice.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Other programs of the machine, which some tests need; without them, or the right to use them, a test is skipped. */
final class Programs {
    private Programs() {}

    /** Skips a test where a program is not installed. */
    static void assume(String... names) throws IOException {
        for (String name : names) {
            assumeTrue(succeeds("sh", "-c", "command -v " + name), "skipped: needs " + name);
        }
    }

    /** Skips a test whose user may not mount file systems. */
    static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: needs root, to mount a file system");
    }

    /** Skips a test whose user may not trace system calls. */
    static void assumeTracing() throws IOException {
        assume("strace");
        assumeTrue(succeeds("strace", "-qq", "-o", "/dev/null", "true"), "skipped: needs the right to trace");
    }

    /** Runs a program to its end; fails with what it said unless its exit status is 0. */
    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = awaitExit(process);
        if (status != 0) {
            throw new AssertionError(List.of(command) + " ended with " + status + ": " + said);
        }
        return said;
    }

    /** Runs a program to its end, and tells whether its exit status is 0. */
    static boolean succeeds(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        return awaitExit(builder.redirectOutput(Redirect.DISCARD).start()) == 0;
    }

    private static int awaitExit(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
