package io.sluice.journal;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.io.TempDir;

/** The journal in a real directory. */
class DirectoryJournalTest extends JournalContract {
    @TempDir
    private Path temporary;

    @Override
    Disk disk() {
        return new DirectoryDisk(temporary.resolve("data"));
    }

    @Override
    Background background() {
        return new BackgroundThreads();
    }

    @Override
    void await(BooleanSupplier until) {
        while (!until.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
