package io.sluice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** The machine's clock. On Linux {@link System#nanoTime} counts from the boot; elsewhere every process is its own boot. */
final class SystemClock implements Clock {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    static final SystemClock INSTANCE = new SystemClock();

    private final String bootId = readBootId();

    private SystemClock() {}

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public long wallNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000 + now.getNano();
    }

    @Override
    public String bootId() {
        return bootId;
    }

    @Override
    public long waitNs(long durationNs) {
        return durationNs;
    }

    @Override
    public void onMove(Runnable settle) {}

    private static String readBootId() {
        if (!Files.isReadable(BOOT_ID)) {
            return UUID.randomUUID().toString();
        }
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + BOOT_ID, e);
        }
    }
}
