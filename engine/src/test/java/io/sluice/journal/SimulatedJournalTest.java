package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BooleanSupplier;

/** The journal on a simulated disk. */
class SimulatedJournalTest extends JournalContract {
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private SimulatedBackground background;

    @Override
    Disk disk() {
        return disk;
    }

    @Override
    Background background() {
        background = new SimulatedBackground(() -> 0);
        return background;
    }

    @Override
    void await(BooleanSupplier until) {
        background.runAll();
        assertTrue(until.getAsBoolean());
    }
}
