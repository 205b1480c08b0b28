package io.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file descriptors that the process may have, of which every connection takes one. */
final class Descriptors {
    /** Kept for the journal, the library and whatever else is opened. */
    static final int RESERVED = 64;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    /** Its soft limit; a word instead of a number where there is none. */
    private static final Pattern OPEN_FILES = Pattern.compile("^Max open files +(\\d+)");

    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    private Descriptors() {}

    /** Returns how many connections there may be: as many as wanted, as far as the descriptors reach. */
    static int connections(int wanted) {
        // The management beans know too, but to load them takes as long as to read a hundred thousand tasks.
        try (Stream<String> limits = Files.lines(LIMITS)) {
            return limits.map(OPEN_FILES::matcher)
                    .filter(Matcher::find)
                    .mapToInt(limit -> connections(wanted, Long.parseLong(limit.group(1))))
                    .findFirst()
                    .orElse(wanted);
        } catch (IOException e) {
            return wanted;
        }
    }

    /** Returns how many of the wanted connections there may be with some descriptors; one at least. */
    static int connections(int wanted, long descriptors) {
        long possible = Math.max(1, descriptors - RESERVED);
        if (wanted > possible) {
            LOG.warn("{} connections at most: the process may have {} file descriptors", possible, descriptors);
        }
        return (int) Math.min(wanted, possible);
    }
}
