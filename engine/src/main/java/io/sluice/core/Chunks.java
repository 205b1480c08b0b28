package io.sluice.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Memory outside the heap in chunks of one length that never move: growing copies nothing. */
final class Chunks implements AutoCloseable {
    /** The length that others are made to fit, bytes. */
    static final int LENGTH = 1 << 20;

    private final int length;
    private final List<Stretch> chunks = new ArrayList<>();
    private long[] addresses = new long[16];
    private long bytes;

    /**
     * Makes an empty set of chunks.
     *
     * @param length of each, bytes.
     */
    Chunks(int length) {
        this.length = length;
    }

    int count() {
        return chunks.size();
    }

    /** Adds a chunk; its content is anything. */
    void add() {
        Stretch chunk = new Stretch(length);
        int number = chunks.size();
        if (number == addresses.length) {
            addresses = Arrays.copyOf(addresses, number * 2);
        }
        addresses[number] = chunk.address();
        chunks.add(chunk);
        bytes += chunk.bytes();
    }

    /** Returns where a chunk begins. */
    long address(int number) {
        return addresses[number];
    }

    /** Returns where the chunks begin, by number; good until one is added. */
    long[] addresses() {
        return addresses;
    }

    /** Returns the memory taken up, bytes. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        chunks.forEach(Stretch::close);
        chunks.clear();
        bytes = 0;
    }
}
