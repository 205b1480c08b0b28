package io.sluice.core;

import org.agrona.UnsafeApi;

/** A stretch of memory outside the heap that begins with a cache line. */
final class Stretch implements AutoCloseable {
    private static final int CACHE_LINE = 64;

    private final long memory;
    private final long length;

    /**
     * Takes memory; the content is anything.
     *
     * @param length bytes, 1 or more.
     */
    Stretch(long length) {
        this.length = length;
        memory = UnsafeApi.allocateMemory(length + CACHE_LINE);
    }

    /** Returns where it begins. */
    long address() {
        return memory + CACHE_LINE - 1 & -CACHE_LINE;
    }

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return length + CACHE_LINE;
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(memory);
    }
}
