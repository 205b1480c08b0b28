package io.sluice.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;

/**
 * Reads the batches of one segment without trusting a byte of it: every length is checked before it is followed, and a batch
 * shows only when its checksum is right. Reads through a window, so a file may have any size.
 *
 * <pre>
 *    a segment is a row of documents, each beginning at a multiple of 4:
 *    +-------------+-----------------------+ - - - -
 *    | header int32| content, length bytes | padding     header: 0 = nothing here yet
 *    +-------------+-----------------------+ - - - -             bits 0-29 length, 30 the library's own, 31 unfinished
 * </pre>
 */
final class SegmentReader implements AutoCloseable {
    private static final int DOCUMENT_HEADER_LENGTH = 4;
    private static final int LENGTH_MASK = 0x3fff_ffff;
    private static final int LIBRARY = 0x4000_0000;
    private static final int UNFINISHED = 0x8000_0000;
    private static final int END = LIBRARY | UNFINISHED;
    private static final int WINDOW_LENGTH = 1 << 21;

    private final Disk.Content content;
    private final long generation;
    private final long salt;
    private final boolean anySalt;
    private final long size;
    private final Batch batch = new Batch();
    private ByteBuffer window;
    private long windowAt;
    private int windowLength;
    private long position;
    private long batchAt;
    private long batchEnd;
    private long lastBatchEnd;

    /**
     * Reads a file, which is closed with this.
     *
     * @param content the file.
     * @param limit how far to read at most, bytes.
     */
    SegmentReader(Disk.Content content, long generation, long salt, long limit) throws IOException {
        this(content, generation, salt, false, limit);
    }

    private SegmentReader(Disk.Content content, long generation, long salt, boolean anySalt, long limit)
            throws IOException {
        this.anySalt = anySalt;
        this.content = content;
        this.generation = generation;
        this.salt = salt;
        size = Math.min(limit, content.length());
        window = allocate((int) Math.min(WINDOW_LENGTH, size));
    }

    /** Reads a file of which it is not known what random number stands in it. */
    static SegmentReader ofAnySalt(Disk.Content content, long generation) throws IOException {
        return new SegmentReader(content, generation, 0, true, Long.MAX_VALUE);
    }

    /**
     * Moves to the next batch; false where the row of whole batches ends. A batch knows its own length and checksum, so what
     * the library wrote before it is not needed: a kill may leave that unfinished.
     */
    boolean next() throws IOException {
        while (position + DOCUMENT_HEADER_LENGTH <= size) {
            long begin = position + DOCUMENT_HEADER_LENGTH;
            long length = lengthAt(begin);
            if (isBatch(begin, length)) {
                moveTo(position, begin + length);
                return true;
            }
            int header = intAt(position);
            long end = align(begin + (header & LENGTH_MASK));
            if ((header & LIBRARY) == 0 || (header & UNFINISHED) != 0 || end > size) {
                return false;
            }
            position = end;
        }
        return false;
    }

    /**
     * Moves to the first batch behind the last one, wherever it lies.
     *
     * @param sequence it must have a larger one.
     * @return false if there is none.
     */
    boolean nextBehindHole(long sequence) throws IOException {
        long at = find(batchEnd, sequence);
        if (at >= 0) {
            moveTo(at, at + DOCUMENT_HEADER_LENGTH + Batch.HEADER_LENGTH + batch.eventsLength());
        }
        return at >= 0;
    }

    private void moveTo(long at, long end) {
        lastBatchEnd = batchEnd;
        batchAt = at;
        batchEnd = align(end);
        position = batchEnd;
    }

    /**
     * Looks for a later batch, wherever it lies.
     *
     * @param from where to begin, bytes.
     * @param sequence the batch must have a larger one.
     * @return where its document begins; -1 if there is none.
     */
    long find(long from, long sequence) throws IOException {
        for (long at = nextContent(from); at < size; at = nextContent(at + 4)) {
            long begin = at - Batch.MAGIC_OFFSET;
            if (intAt(at) == Batch.MAGIC && isBatch(begin, lengthAt(begin)) && batch.sequence() > sequence) {
                return begin - DOCUMENT_HEADER_LENGTH;
            }
        }
        return -1;
    }

    /** Forgets what was read ahead, so that {@link #next} sees what was written meanwhile. */
    void lookAgain() {
        windowLength = 0;
    }

    /** Counts what looks like the beginning of a batch. */
    long countBeginnings(long from) throws IOException {
        long count = 0;
        for (long at = nextContent(from); at < size; at = nextContent(at + 4)) {
            count += intAt(at) == Batch.MAGIC ? 1 : 0;
        }
        return count;
    }

    /** Returns where the last four bytes end that are not all zero; {@code from} if there are none behind it. */
    long contentEnd(long from) throws IOException {
        long end = from;
        for (long at = nextContent(from); at < size; at = nextContent(at + 4)) {
            end = Math.min(at + 4, size);
        }
        return end;
    }

    /** Returns where the document of the last batch begins. */
    long batchAt() {
        return batchAt;
    }

    /** Returns where the batch before the last one ended; 0 if there is none. */
    long lastBatchEnd() {
        return lastBatchEnd;
    }

    /** Returns where the last batch ended. */
    long batchEnd() {
        return batchEnd;
    }

    /** Returns where the row of documents ends, with the library's mark that nothing follows. */
    long end() throws IOException {
        return intAt(position) == END ? position + DOCUMENT_HEADER_LENGTH : position;
    }

    /** Returns where reading got to: the document there is no whole batch. */
    long position() {
        return position;
    }

    /** Returns the batch last moved to or found; good until the next call. */
    Batch batch() {
        return batch;
    }

    @Override
    public void close() throws IOException {
        BufferUtil.free(window);
        content.close();
    }

    private static ByteBuffer allocate(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private boolean isBatch(long at, long length) throws IOException {
        if (length < Batch.HEADER_LENGTH || length > Batch.MAX_LENGTH || at + length > size) {
            return false;
        }
        load(at, (int) length);
        batch.wrap(window, (int) (at - windowAt), (int) length);
        return anySalt ? batch.isValid(generation) : batch.isValid(generation, salt);
    }

    private long lengthAt(long at) throws IOException {
        return at < 0 ? -1 : Batch.HEADER_LENGTH + (long) intAt(at + Batch.LENGTH_OFFSET);
    }

    /** Returns the first multiple of 4 from which four bytes are not all zero; {@link #size} or more for none. */
    private long nextContent(long from) throws IOException {
        long at = align(from);
        while (at < size && intAt(at) == 0) {
            at += 4;
            while (at + 8 <= windowAt + windowLength && window.getLong((int) (at - windowAt)) == 0) {
                at += 8;
            }
        }
        return at;
    }

    /** Reads a number; what lies behind the end of the file counts as zero. */
    private int intAt(long at) throws IOException {
        if (at + 4 <= size) {
            load(at, 4);
            return window.getInt((int) (at - windowAt));
        }
        int value = 0;
        for (long i = size - 1; i >= at; i--) {
            load(i, 1);
            value = value << 8 | window.get((int) (i - windowAt)) & 0xff;
        }
        return value;
    }

    /** Brings bytes into the window; they lie inside the file. */
    private void load(long at, int length) throws IOException {
        if (at >= windowAt && at + length <= windowAt + windowLength) {
            return;
        }
        if (length > window.capacity()) {
            BufferUtil.free(window);
            window = allocate(BitUtil.findNextPositivePowerOfTwo(length));
        }
        windowAt = at;
        windowLength = (int) Math.min(window.capacity(), size - at);
        window.limit(windowLength).position(0);
        while (window.hasRemaining()) {
            if (content.read(window, at + window.position()) < 0) {
                throw new IOException("file became shorter while it was read");
            }
        }
        window.clear();
    }

    private static long align(long position) {
        return (position + 3) & ~3L;
    }
}
