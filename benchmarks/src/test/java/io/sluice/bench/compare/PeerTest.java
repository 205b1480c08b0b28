package io.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.bench.process.ServerProcess;
import io.sluice.bench.workload.Texts;
import io.sluice.core.Rate;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conformance test of a side; one that is not installed is skipped. */
class PeerTest {
    private static final Rate ONE_AN_HOUR = Texts.rate("1/1h");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldHandOutEachTaskOnceInItsOrder(Side side) throws Exception {
        assumeTrue(
                side.peer().missing().isEmpty(), () -> side + ": " + side.peer().missing());
        try (ServerProcess server = start(side);
                Queue queue = side.peer().queue().connect(server.port(), 2)) {
            now(queue.submit(0, "a", "first"));
            now(queue.submit(1, "b", "second"));

            Queue.Claimed first = now(queue.claim(1));
            Queue.Claimed second = now(queue.claim(0));

            assertEquals("first", first.payload());
            assertEquals("second", second.payload());
            assertNull(now(queue.claim(0)));
            now(queue.complete(1, first));
            now(queue.complete(0, second));
            assertNull(now(queue.claim(0)));
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void shouldKeepALimitInEveryWayWhileNobodyElseClaims(Side side) throws Exception {
        assumeTrue(
                side.peer().missing().isEmpty(), () -> side + ": " + side.peer().missing());
        for (Map.Entry<String, Queue.Connector> way :
                side.peer().limited(ONE_AN_HOUR).entrySet()) {
            try (ServerProcess server = start(side);
                    Queue queue = way.getValue().connect(server.port(), 2)) {
                now(queue.submit(0, "a", "first"));
                now(queue.submit(0, "b", "second"));

                Queue.Claimed first = now(queue.claim(0));

                assertNotNull(first, way.getKey());
                assertTrue(first.startedUs() > 0, way.getKey());
                assertNull(now(queue.claim(0)), way.getKey());
                assertNull(now(queue.claim(1)), way.getKey());
            }
        }
    }

    private ServerProcess start(Side side) throws Exception {
        return ServerProcess.start(side.peer().program(Promise.WEAKER), "");
    }

    private static <T> T now(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
