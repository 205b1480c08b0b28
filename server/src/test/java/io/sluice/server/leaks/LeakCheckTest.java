package io.sluice.server.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeakCheckTest {
    @BeforeAll
    static void assumeDetection() {
        assumeTrue(
                ResourceLeakDetector.getLevel() == Level.PARANOID,
                "skipped: Netty's leak detection is not paranoid here");
    }

    @Test
    void shouldFindABufferThatWasDropped() throws InterruptedException {
        drop();

        List<String> leaks = LeakCheck.leaks();

        assertEquals(1, leaks.size(), leaks::toString);
        assertTrue(leaks.get(0).contains("LeakCheckTest.drop"), leaks::toString);
    }

    private static void drop() {
        PooledByteBufAllocator.DEFAULT.directBuffer().writeByte('x');
    }

    @Test
    void shouldFindNothingWhereABufferWasReleased() throws InterruptedException {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer().writeByte('x');
        buffer.release();

        assertEquals(List.of(), LeakCheck.leaks());
    }
}
