package io.sluice.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A wall clock that steps under the processes that are started with it, while their monotonic clock goes on; libfaketime
 * does it.
 */
final class WallClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib64/faketime/libfaketimeMT.so.1"));
    private static final long TOLERANCE_SECONDS = 60;

    private final Path file;

    /**
     * Makes a clock that is right.
     *
     * @param file where it finds how wrong it is to be.
     */
    WallClock(Path file) throws IOException {
        this.file = file;
        step(0);
    }

    /** Skips a test where there is none. */
    static void assumePossible() {
        assumeTrue(LIBRARIES.stream().anyMatch(Files::exists), "skipped: needs libfaketime");
    }

    /** Has it go before the right time by some seconds, behind it if they are negative. */
    void step(long seconds) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, "%+d".formatted(seconds));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        assertSteps(seconds);
    }

    /** Asks another program for the time, lest the whole test tests nothing. */
    private void assertSteps(long seconds) throws IOException {
        List<String> command = under("date", "+%s");
        long told = Long.parseLong(Programs.run(command.toArray(String[]::new)).strip());
        long wrong = told - System.currentTimeMillis() / 1_000;
        if (Math.abs(wrong - seconds) > TOLERANCE_SECONDS) {
            throw new AssertionError("the clock is " + wrong + " s before the right time, not " + seconds);
        }
    }

    /** Returns a command line that runs a program with this clock. */
    List<String> under(String... program) {
        Path library = LIBRARIES.stream().filter(Files::exists).findFirst().orElseThrow();
        List<String> environment = List.of(
                "env",
                "LD_PRELOAD=" + library,
                "FAKETIME_TIMESTAMP_FILE=" + file,
                "FAKETIME_NO_CACHE=1",
                // What it does otherwise has timed waits end far too late with a C library of these years.
                "FAKETIME_FORCE_MONOTONIC_FIX=0",
                "FAKETIME_DONT_FAKE_MONOTONIC=1");
        return Stream.concat(environment.stream(), Stream.of(program)).toList();
    }
}
