package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The client libraries of Node.js, unchanged, against the finished jar; the tests themselves are in {@code src/test/node}. */
@ResourceLock(NodeProject.LOCK)
class NodeClientsIT {
    @Test
    void shouldServeTheClientsOfNode() throws Exception {
        NodeProject.install();
        Path jar =
                Path.of(System.getProperty("sluice.jar", "target/sluice.jar")).toAbsolutePath();

        String said = NodeProject.run(
                Map.of("SLUICE_JAR", jar.toString(), "JAVA_HOME", System.getProperty("java.home")), "npm", "test");

        assertTrue(said.contains("fail 0"), said);
    }
}
