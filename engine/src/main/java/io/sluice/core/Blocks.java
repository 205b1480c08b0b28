package io.sluice.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * Memory outside the heap for contents of any length: a slab allocator in the manner of Bonwick's ("The Slab Allocator",
 * 1994), without its caches. Lengths are rounded up to a class, steps of 16 bytes up to 1 KiB and then four to a doubling;
 * a freed block waits in its class's list. A block longer than {@link #MAX_SLAB_LENGTH} is the C library's business.
 */
final class Blocks implements AutoCloseable {
    /** The longest block cut from a chunk, bytes. */
    static final int MAX_SLAB_LENGTH = 64 << 10;

    private static final int CHUNK_LENGTH = 1 << 20;
    private static final int FINE_LENGTH = 1 << 10;
    private static final int FINE_CLASSES = FINE_LENGTH / 16;
    private static final int CLASSES = FINE_CLASSES + 4 * 6 + 1;

    private final long[] free = new long[CLASSES];
    private final List<Long> chunks = new ArrayList<>();
    private long next;
    private long end;
    private long largeBytes;

    /**
     * Takes a block.
     *
     * @param length bytes, 1 or more.
     * @return its address; the content is anything.
     */
    long take(int length) {
        if (length > MAX_SLAB_LENGTH) {
            largeBytes += length;
            return UnsafeApi.allocateMemory(length);
        }
        int sizeClass = sizeClass(length);
        long block = free[sizeClass];
        if (block != 0) {
            free[sizeClass] = UnsafeApi.getLong(block);
            return block;
        }
        return cut(classLength(sizeClass));
    }

    /**
     * Gives a block back.
     *
     * @param block its address.
     * @param length what it was taken with.
     */
    void give(long block, int length) {
        if (length > MAX_SLAB_LENGTH) {
            largeBytes -= length;
            UnsafeApi.freeMemory(block);
            return;
        }
        int sizeClass = sizeClass(length);
        UnsafeApi.putLong(block, free[sizeClass]);
        free[sizeClass] = block;
    }

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return (long) chunks.size() * CHUNK_LENGTH + largeBytes;
    }

    /** Gives back every chunk; large blocks are to be given back before. */
    @Override
    public void close() {
        chunks.forEach(UnsafeApi::freeMemory);
        chunks.clear();
        Arrays.fill(free, 0);
        next = end = 0;
    }

    private long cut(int length) {
        if (end - next < length) {
            next = UnsafeApi.allocateMemory(CHUNK_LENGTH);
            end = next + CHUNK_LENGTH;
            chunks.add(next);
        }
        long block = next;
        next += length;
        return block;
    }

    static int sizeClass(int length) {
        if (length <= FINE_LENGTH) {
            return (length + 15) / 16 - 1;
        }
        int log = 31 - Integer.numberOfLeadingZeros(length - 1);
        int quarter = (length - 1 >>> log - 2) & 3;
        return FINE_CLASSES + (log - 10) * 4 + quarter;
    }

    static int classLength(int sizeClass) {
        if (sizeClass < FINE_CLASSES) {
            return (sizeClass + 1) * 16;
        }
        int step = sizeClass - FINE_CLASSES;
        int log = 10 + step / 4;
        return (1 << log) + (step % 4 + 1 << log - 2);
    }
}
