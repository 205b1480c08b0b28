package io.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.sluice.core.Rate;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The core leaves nothing to the garbage collector on its steady path. */
class AllocationTest {
    private static final int CYCLES = 20_000;
    private static final long STEP_NS = 1_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAllocateNothingPerCommand(boolean named) {
        try (Core core = new Core(named, List.of(new Rate(100, 100 * STEP_NS)), STEP_NS)) {
            everyCommand(core);

            long before = threads.getCurrentThreadAllocatedBytes();
            everyCommand(core);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertTrue(allocated < CYCLES, allocated + " bytes in " + CYCLES + " cycles");
        }
    }

    private static void everyCommand(Core core) {
        for (int i = 0; i < CYCLES; i++) {
            core.tick();
            core.submit();
            core.claim();
            core.extend();
            core.release();
            core.released();
            core.tick();
            core.claim();
            core.fail();
            core.released();
            core.settle();
            core.claim();
            core.complete();
            core.released();
            core.claimAndAbandon();
        }
    }
}
