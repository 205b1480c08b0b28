package io.sluice.server.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails a class of tests behind which a buffer was dropped without being released. JUnit applies it to all of them. */
public final class LeakCheck implements AfterAllCallback {
    /** What is dropped may take one collection to be found and another to be told. */
    private static final int COLLECTIONS = 2;

    private static final long MAX_WAIT_MS = 10_000;

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (ResourceLeakDetector.getLevel() == Level.PARANOID) {
            assertEquals(List.of(), leaks());
        }
    }

    static List<String> leaks() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            collect();
            // Netty looks at what was dropped whenever it gives out another one.
            ByteBufAllocator.DEFAULT.directBuffer().release();
        }
        return LeakCollector.take();
    }

    /** Has the garbage collected, and waits until that has been told to whoever watches a piece of it. */
    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> dropped = new ReferenceQueue<>();
        PhantomReference<Object> canary = new PhantomReference<>(new Object(), dropped);
        System.gc();
        Reference<?> found = dropped.remove(MAX_WAIT_MS);
        assertEquals(canary, found, "nothing is collected");
    }
}
