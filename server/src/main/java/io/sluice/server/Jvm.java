package io.sluice.server;

import java.lang.management.ManagementFactory;

/** The Java virtual machine that the server runs on. */
public final class Jvm {
    private Jvm() {}

    /**
     * Returns its version.
     *
     * @return such as {@code 17.0.15+6}.
     */
    public static String version() {
        return Runtime.version().toString();
    }

    /**
     * Returns which garbage collector it has. To ask for the first time takes some tens of milliseconds.
     *
     * @return such as {@code G1} or {@code Serial}.
     */
    public static String collector() {
        return Collector.NAME;
    }

    /** The collector, found out when it is first asked for. */
    private static final class Collector {
        private static final String NAME =
                name(ManagementFactory.getGarbageCollectorMXBeans().get(0).getName());

        private static String name(String bean) {
            return switch (bean) {
                case "Copy", "MarkSweepCompact" -> "Serial";
                case "PS Scavenge", "PS MarkSweep" -> "Parallel";
                default -> bean.split(" ")[0];
            };
        }
    }
}
