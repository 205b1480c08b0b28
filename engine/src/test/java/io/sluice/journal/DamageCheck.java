package io.sluice.journal;

import java.io.IOException;
import java.io.UncheckedIOException;

/** A part of {@link TailDamageTest} that takes a few seconds. */
final class DamageCheck implements Runnable {
    private static final int STEP = 61;

    @Override
    public void run() {
        try {
            new TailDamageTest().damageTail(STEP);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
