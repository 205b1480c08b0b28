package io.sluice.server.resp;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The one place where a buffer of the transport is looked at as plain memory. */
final class Memory {
    private Memory() {}

    /**
     * Lets a view see part of a direct buffer. The view is good while the buffer is neither grown nor released.
     *
     * @param view is wrapped around the part.
     * @param buffer one piece of memory off the heap.
     * @param index where the part begins, an index of the buffer.
     * @param length bytes.
     */
    static void wrap(UnsafeBuffer view, ByteBuf buffer, int index, int length) {
        if (buffer.hasMemoryAddress()) {
            view.wrap(buffer.memoryAddress() + index, length);
        } else {
            ByteBuffer part = buffer.internalNioBuffer(index, length);
            view.wrap(part, part.position(), length);
        }
    }
}
