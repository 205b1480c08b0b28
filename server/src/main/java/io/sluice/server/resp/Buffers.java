package io.sluice.server.resp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/** Where the buffers of all connections come from, and how much of them there may be. */
final class Buffers {
    /** One part in how many of the memory that the process may use. */
    private static final int SHARE = 4;

    /** What a connection may hold at most while buffers are scarce, bytes. */
    private static final long MAX_MODEST_LENGTH = 128 << 10;

    private final PooledByteBufAllocator allocator = newAllocator();
    private final long maxLength;
    private final long modestLength;

    /**
     * Makes buffers that are scarce from some length of all together.
     *
     * @param maxLength that length, bytes.
     * @param connections how many there can be. Each may hold an equal share also while buffers are scarce, so that all
     *     together hold no more than twice that length.
     */
    Buffers(long maxLength, int connections) {
        this.maxLength = maxLength;
        this.modestLength = Math.min(MAX_MODEST_LENGTH, maxLength / connections);
    }

    /** Returns buffers of some connections in a process that has nothing else to do. */
    static Buffers forThisProcess(int connections) {
        return new Buffers(Runtime.getRuntime().maxMemory() / SHARE, connections);
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** Tells whether a connection that holds some bytes has to go. */
    boolean areTooScarceFor(long heldLength) {
        return heldLength > modestLength && allocator.metric().usedDirectMemory() > maxLength;
    }

    /** Returns an allocator for a single thread: one arena, nothing on the heap, and its caches in use on any thread. */
    private static PooledByteBufAllocator newAllocator() {
        return new PooledByteBufAllocator(
                true,
                0,
                1,
                PooledByteBufAllocator.defaultPageSize(),
                PooledByteBufAllocator.defaultMaxOrder(),
                PooledByteBufAllocator.defaultSmallCacheSize(),
                PooledByteBufAllocator.defaultNormalCacheSize(),
                true);
    }
}
