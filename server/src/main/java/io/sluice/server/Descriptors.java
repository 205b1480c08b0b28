package io.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file descriptors that the process may have, of which every connection takes one.
 *
 * @param count how many.
 */
record Descriptors(long count) {
    /** Kept for the journal, the library, whoever is turned away and whatever else is opened. */
    static final int RESERVED = 64;

    /** One part in how many may be taken by connections over HTTP. */
    private static final int HTTP_SHARE = 4;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    /** Its soft limit; a word instead of a number where there is none. */
    private static final Pattern OPEN_FILES = Pattern.compile("^Max open files +(\\d+)");

    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    /** Returns those of this process, as many as one could want where the system does not tell. */
    static Descriptors ofThisProcess() {
        // The management beans know too, but to load them takes as long as to read a hundred thousand tasks.
        try (Stream<String> limits = Files.lines(LIMITS)) {
            return limits.map(OPEN_FILES::matcher)
                    .filter(Matcher::find)
                    .map(limit -> new Descriptors(Long.parseLong(limit.group(1))))
                    .findFirst()
                    .orElse(new Descriptors(Long.MAX_VALUE));
        } catch (IOException e) {
            return new Descriptors(Long.MAX_VALUE);
        }
    }

    /** Returns how many of the wanted connections over HTTP there may be; one at least. */
    int httpConnections(int wanted) {
        return (int) Math.min(wanted, Math.max(1, count / HTTP_SHARE));
    }

    /** Returns how many of the wanted connections there may be beside those over HTTP; one at least. */
    int connections(int wanted, int httpConnections) {
        long possible = Math.max(1, count - RESERVED - httpConnections);
        if (wanted > possible) {
            LOG.warn("{} connections at most: the process may have {} file descriptors", possible, count);
        }
        return (int) Math.min(wanted, possible);
    }
}
