package io.sluice.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** The memory in which a batch is put together: room for its header, then its events. For one thread at a time. */
final class BatchBuffer implements AutoCloseable {
    private final UnsafeBuffer buffer = new UnsafeBuffer();
    private ByteBuffer bytes;
    int length = Batch.HEADER_LENGTH;
    int count;
    long latestNs;

    /**
     * Takes memory.
     *
     * @param capacity of header and events, bytes; {@link #reach} takes more.
     */
    BatchBuffer(int capacity) {
        allocate(capacity);
    }

    /** Has it reach a capacity; what is in it is gone if it did not. */
    void reach(int capacity) {
        if (capacity > capacity()) {
            BufferUtil.free(bytes);
            allocate(BitUtil.findNextPositivePowerOfTwo(capacity));
        }
    }

    private void allocate(int capacity) {
        bytes = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
        buffer.wrap(bytes);
    }

    /** Forgets the events. */
    void clear() {
        length = Batch.HEADER_LENGTH;
        count = 0;
    }

    int capacity() {
        return bytes.capacity();
    }

    ByteBuffer bytes() {
        return bytes;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    /** Returns where it begins in memory. */
    long address() {
        return buffer.addressOffset();
    }

    /** Gives the memory back. */
    @Override
    public void close() {
        buffer.wrap(0, 0);
        BufferUtil.free(bytes);
    }
}
