package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The thread that forces behind the appends. */
class SyncerTest {
    private final AtomicInteger dirty = new AtomicInteger();
    private final AtomicInteger forces = new AtomicInteger();
    private volatile IOException broken;

    private final Syncer.Target target = new Syncer.Target() {
        @Override
        public boolean isDirty() {
            return dirty.get() > 0;
        }

        @Override
        public void force() throws IOException {
            forces.incrementAndGet();
            if (broken != null) {
                throw broken;
            }
            dirty.set(0);
        }
    };

    @Test
    void shouldForceAfterEachAppendAndNotWithoutOne() {
        try (Syncer syncer = new Syncer(target, 1_000, failure -> {})) {
            for (int i = 1; i <= 100; i++) {
                dirty.set(1);
                syncer.appended();
                while (dirty.get() > 0) {
                    Thread.onSpinWait();
                }
            }
        }

        assertEquals(100, forces.get());
    }

    @Test
    void shouldTellFailureOnceAndForceNoMore() throws InterruptedException {
        broken = new IOException("no disk");
        AtomicReference<Throwable> heard = new AtomicReference<>();
        CountDownLatch failed = new CountDownLatch(1);
        try (Syncer syncer = new Syncer(target, 1_000, failure -> {
            heard.set(failure);
            failed.countDown();
        })) {
            dirty.set(1);
            syncer.appended();
            failed.await();
            syncer.appended();
        }

        assertEquals(broken, heard.get());
        assertEquals(1, forces.get());
    }
}
