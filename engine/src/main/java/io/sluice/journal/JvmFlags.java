package io.sluice.journal;

import java.util.ArrayList;
import java.util.List;

/** What Chronicle Queue and Agrona need of the JVM. Without it they fail late and obscurely, one of them silently. */
public final class JvmFlags {
    private static final String[] OPENED = {"java.lang.reflect", "sun.nio.ch", "jdk.internal.misc"};
    private static final String[] EXPORTED = {"jdk.internal.ref"};

    private JvmFlags() {}

    /**
     * Checks that the packages of {@code java.base} that are needed are open or exported. Any thread.
     *
     * @throws IllegalStateException if some are not; the message names the exact flags to add.
     */
    public static void require() {
        Module base = Object.class.getModule();
        Module user = JvmFlags.class.getModule();
        List<String> missing = new ArrayList<>();
        for (String name : OPENED) {
            if (!base.isOpen(name, user)) {
                missing.add("--add-opens java.base/" + name + "=ALL-UNNAMED");
            }
        }
        for (String name : EXPORTED) {
            if (!base.isExported(name, user)) {
                missing.add("--add-exports java.base/" + name + "=ALL-UNNAMED");
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "the journal needs these flags on the java command: " + String.join(" ", missing));
        }
    }
}
