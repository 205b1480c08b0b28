package io.sluice.bench.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the processors did since it was made, as Linux tells it: numbers of a machine that had other things to do are not those of
 * the machine.
 */
final class Processors {
    private static final Path ALL = Path.of("/proc/stat");
    private static final Path OWN = Path.of("/proc/self/stat");
    private static final int IDLE = 3;
    private static final int WAITING = 4;
    private static final int STOLEN = 7;
    /** Behind the name of the process in parentheses: its own times, and those of its children that have ended. */
    private static final int FIRST_OWN = 11;

    private static final int LAST_OWN = 15;

    private final long[] began;

    Processors() throws IOException {
        began = now();
    }

    /** Returns the part of their time that other processes, and other guests of the host, took: 0 to 1, NaN where it is not told. */
    double othersShare() throws IOException {
        long[] now = now();
        long all = now[0] - began[0];
        long busy = now[1] - began[1];
        long own = now[2] - began[2];
        return all > 0 ? Math.max(0, busy - own) / (double) all : Double.NaN;
    }

    /** Returns all time, busy time and own time, in ticks. */
    private static long[] now() throws IOException {
        if (!Files.isReadable(ALL) || !Files.isReadable(OWN)) {
            return new long[3];
        }
        long[] times = numbers(Files.readAllLines(ALL).get(0).replaceFirst("cpu +", ""), 0, STOLEN + 1);
        String self = Files.readString(OWN);
        long[] own = numbers(self.substring(self.lastIndexOf(')') + 2), FIRST_OWN, LAST_OWN);
        long all = Arrays.stream(times).sum();
        return new long[] {
            all, all - times[IDLE] - times[WAITING], Arrays.stream(own).sum()
        };
    }

    private static long[] numbers(String words, int from, int to) {
        return Arrays.stream(words.split(" "))
                .limit(to)
                .skip(from)
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
