package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** strace around a server: has system calls fail from a certain one on, counted for each thread, and writes them down. */
final class Tracer {
    /** Thread, Unix time in seconds, call, the file behind its first descriptor if it has one. */
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\d+\\.\\d+) (\\w+)\\((?:\\d+<([^>]*)>)?.*");

    private final Path log;
    private final List<String> command;

    /**
     * Prepares a trace.
     *
     * @param log where the calls are written down; if calls are to fail, only those that do.
     * @param calls names of system calls, separated by commas.
     * @param error its name, or {@code null} for none.
     * @param when the first call of a thread that fails, from 1.
     */
    Tracer(Path log, String calls, String error, int when) {
        this.log = log;
        command = new ArrayList<>(List.of("strace", "-f", "-y", "-ttt", "-qq", "--seccomp-bpf"));
        command.addAll(List.of("-o", log.toString(), "-e", "trace=" + calls));
        if (error != null) {
            command.addAll(List.of("-Z", "-e", "inject=" + calls + ":error=" + error + ":when=" + when + "+"));
        }
    }

    /** Returns the command line that a server is to be run under. */
    List<String> command() {
        return command;
    }

    /** Returns the lines of the calls that were made to fail. */
    List<String> failed() throws IOException {
        return lines().stream().filter(line -> line.endsWith("(INJECTED)")).toList();
    }

    /** Fails if a file was tried again whose call had failed. */
    void assertNothingFailedTwice() throws IOException {
        Map<String, List<String>> twice = failed().stream()
                .filter(line -> call(line).group(4) != null)
                .collect(Collectors.groupingBy(line -> call(line).group(4)));
        twice.values().removeIf(calls -> calls.size() == 1);
        assertEquals(Map.of(), twice);
    }

    /** Returns when the first call failed, on the clock of {@link System#nanoTime}; the wall clock must not have stepped since. */
    long firstFailedNs() throws IOException {
        BigDecimal seconds = new BigDecimal(call(failed().get(0)).group(2));
        Instant now = Instant.now();
        long nanoTime = System.nanoTime();
        long wallNs = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        return nanoTime - wallNs + seconds.movePointRight(9).longValueExact();
    }

    /** Returns how many calls the thread made that made the most. */
    int mostOfAThread() throws IOException {
        Map<String, Integer> calls = lines().stream()
                .filter(line -> CALL.matcher(line).matches())
                .collect(Collectors.toMap(line -> call(line).group(1), line -> 1, Integer::sum));
        return Collections.max(calls.values());
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(log);
    }

    private static Matcher call(String line) {
        Matcher matcher = CALL.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a call: " + line);
        }
        return matcher;
    }
}
