package io.sluice.server.resp;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;

/** Where the buffers of all connections come from, and how much of them there may be. */
final class Buffers {
    /** One part in how many of the memory that the process may use. */
    private static final int SHARE = 4;

    private final PooledByteBufAllocator allocator = newAllocator();
    private final long maxLength;

    /** Makes buffers that are scarce from some length of all together, bytes. */
    Buffers(long maxLength) {
        this.maxLength = maxLength;
    }

    /** Returns buffers for a process that has nothing else to do. */
    static Buffers forThisProcess() {
        return new Buffers(Runtime.getRuntime().maxMemory() / SHARE);
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    /** Tells whether whoever holds more than most has to go. */
    boolean areScarce() {
        return allocator.metric().usedDirectMemory() > maxLength;
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
