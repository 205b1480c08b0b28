package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The flags that the JVM must have. */
class JvmFlagsTest {
    private static final String MESSAGE = "the journal needs these flags on the java command: ";

    /** Asks in a JVM of its own. */
    static final class Probe {
        private Probe() {}

        public static void main(String[] arguments) {
            try {
                JvmFlags.require();
                System.out.print("fine");
            } catch (IllegalStateException e) {
                System.out.print(e.getMessage());
            }
        }
    }

    private static String run(String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(flags));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldBeContentWithTheFlagsOfThisBuild() {
        assertDoesNotThrow(JvmFlags::require);
    }

    @Test
    void shouldNameExactlyTheFlagsThatAreMissing() throws IOException {
        String all = run();

        assertEquals(
                MESSAGE + "--add-opens java.base/java.lang.reflect=ALL-UNNAMED"
                        + " --add-opens java.base/sun.nio.ch=ALL-UNNAMED"
                        + " --add-opens java.base/jdk.internal.misc=ALL-UNNAMED"
                        + " --add-exports java.base/jdk.internal.ref=ALL-UNNAMED",
                all);
        assertEquals("fine", run(all.substring(MESSAGE.length()).split(" ")));
    }
}
