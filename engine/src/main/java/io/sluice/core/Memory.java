package io.sluice.core;

import org.agrona.UnsafeApi;

/** Where memory outside the heap comes from, in pieces of a few fixed lengths. One thread at a time. */
public interface Memory {
    /** The system's allocator. */
    Memory SYSTEM = new Memory() {
        @Override
        public long take(long length) {
            return UnsafeApi.allocateMemory(length);
        }

        @Override
        public void give(long address, long length) {
            UnsafeApi.freeMemory(address);
        }
    };

    /**
     * Takes a piece.
     *
     * @param length bytes, a multiple of 8.
     * @return its address, a multiple of 8; the content is anything.
     */
    long take(long length);

    /**
     * Gives a piece back.
     *
     * @param address where it is.
     * @param length what it was taken with, bytes.
     */
    void give(long address, long length);
}
