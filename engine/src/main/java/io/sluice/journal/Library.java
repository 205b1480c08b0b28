package io.sluice.journal;

import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Chronicle Queue's settings for the whole JVM: it reports to nobody, announces nothing, and logs where we do. */
final class Library {
    private static final Logger LOG = LoggerFactory.getLogger("io.sluice.journal.library");

    private Library() {}

    /** Settles everything; to be called before the library is used for the first time. */
    static void prepare() {
        setUnlessSet("chronicle.analytics.disable", "true");
        setUnlessSet("chronicle.announcer.disable", "true");
        setUnlessSet("chronicle.disk.monitor.disable", "true");
        // Otherwise a file system.properties in the working directory becomes the JVM's system properties.
        setUnlessSet("system.properties", "/dev/null");
        ExceptionHandler debug = to(Level.DEBUG);
        Jvm.setExceptionHandlers(to(Level.ERROR), to(Level.WARN), debug, debug);
    }

    private static void setUnlessSet(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    private static ExceptionHandler to(Level level) {
        return (source, message, thrown) -> LOG.atLevel(level).setCause(thrown).log(message);
    }
}
