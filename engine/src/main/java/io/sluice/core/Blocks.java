package io.sluice.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.UnsafeApi;
import org.agrona.collections.IntArrayList;

/**
 * Memory outside the heap for contents of any length: a slab allocator in the manner of Bonwick's ("The Slab Allocator",
 * 1994), without its caches. Lengths are rounded up to a class, steps of 16 bytes up to 1 KiB and then four to a doubling;
 * a freed block waits in its class's list. A block longer than {@link #MAX_SLAB_LENGTH} is the C library's business.
 *
 * <p>A block is known by 32 bits: below 15/16 of their range they count 16 bytes from the first chunk on, above it they
 * number the long blocks.
 */
final class Blocks implements AutoCloseable {
    /** No block. */
    static final int NONE = -1;

    /** The longest block cut from a chunk, bytes. */
    static final int MAX_SLAB_LENGTH = 64 << 10;

    /** How much can be in blocks that are not longer, bytes. */
    static final long MAX_SLAB_BYTES = 60L << 30;

    private static final int UNIT_BITS = 4;
    private static final int CHUNK_BITS = 16;
    private static final int CHUNK_UNITS = 1 << CHUNK_BITS;
    private static final int MAX_CHUNKS = (int) (MAX_SLAB_BYTES / Chunks.LENGTH);
    private static final int FIRST_LARGE = MAX_CHUNKS << CHUNK_BITS;
    private static final int FINE_LENGTH = 1 << 10;
    private static final int FINE_CLASSES = FINE_LENGTH / 16;
    private static final int CLASSES = FINE_CLASSES + 4 * 6 + 1;

    private final int[] free = new int[CLASSES];
    private final Chunks chunks = new Chunks(Chunks.LENGTH);
    private final List<Stretch> large = new ArrayList<>();
    private final IntArrayList freeLarge = new IntArrayList();
    private int unit = CHUNK_UNITS;
    private long largeBytes;
    private long freeBytes;

    /** Makes a set without blocks. */
    Blocks() {
        Arrays.fill(free, NONE);
    }

    /**
     * Takes a block; the content is anything.
     *
     * @param length bytes, 1 or more.
     * @throws IllegalStateException if {@link #MAX_SLAB_BYTES} are taken.
     */
    int take(int length) {
        if (length > MAX_SLAB_LENGTH) {
            return takeLarge(length);
        }
        int sizeClass = sizeClass(length);
        int block = free[sizeClass];
        if (block == NONE) {
            return cut(classLength(sizeClass));
        }
        free[sizeClass] = UnsafeApi.getInt(address(block));
        freeBytes -= classLength(sizeClass);
        return block;
    }

    /** Returns where a block begins. */
    long address(int block) {
        if (isLarge(block)) {
            return large.get(block - FIRST_LARGE).address();
        }
        return chunks.address(block >>> CHUNK_BITS) + ((long) (block & CHUNK_UNITS - 1) << UNIT_BITS);
    }

    /**
     * Gives a block back.
     *
     * @param block which.
     * @param length what it was taken with.
     */
    void give(int block, int length) {
        if (isLarge(block)) {
            giveLarge(block - FIRST_LARGE);
            return;
        }
        int sizeClass = sizeClass(length);
        UnsafeApi.putInt(address(block), free[sizeClass]);
        free[sizeClass] = block;
        freeBytes += classLength(sizeClass);
    }

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return chunks.bytes() + largeBytes;
    }

    /** Returns how much of that waits to be used again, bytes. */
    long freeBytes() {
        return freeBytes;
    }

    /** Gives everything back. */
    @Override
    public void close() {
        chunks.close();
        for (Stretch block : large) {
            if (block != null) {
                block.close();
            }
        }
        large.clear();
        freeLarge.clear();
        Arrays.fill(free, NONE);
        unit = CHUNK_UNITS;
        largeBytes = freeBytes = 0;
    }

    private int cut(int length) {
        int units = length >>> UNIT_BITS;
        if (CHUNK_UNITS - unit < units) {
            if (chunks.count() == MAX_CHUNKS) {
                throw new IllegalStateException("contents take " + bytes() + " bytes");
            }
            chunks.add();
            unit = 0;
        }
        int block = (chunks.count() - 1 << CHUNK_BITS) + unit;
        unit += units;
        return block;
    }

    private int takeLarge(int length) {
        Stretch block = new Stretch(length);
        largeBytes += block.bytes();
        if (freeLarge.isEmpty()) {
            large.add(block);
            return FIRST_LARGE + large.size() - 1;
        }
        int number = freeLarge.removeAt(freeLarge.size() - 1);
        large.set(number, block);
        return FIRST_LARGE + number;
    }

    private void giveLarge(int number) {
        Stretch block = large.set(number, null);
        largeBytes -= block.bytes();
        block.close();
        freeLarge.addInt(number);
    }

    private static boolean isLarge(int block) {
        return Integer.compareUnsigned(block, FIRST_LARGE) >= 0;
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
