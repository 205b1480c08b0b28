package io.sluice.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file descriptors that the process may have, of which every connection takes one. */
final class Descriptors {
    /** Kept for the journal, the library and whatever else is opened. */
    static final int RESERVED = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);

    private Descriptors() {}

    /** Returns how many connections there may be: as many as wanted, as far as the descriptors reach. */
    static int connections(int wanted) {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? connections(wanted, unix.getMaxFileDescriptorCount())
                : wanted;
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
