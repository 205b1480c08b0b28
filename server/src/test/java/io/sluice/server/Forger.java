package io.sluice.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Adds a start that nobody decided to a journal that was not closed: a batch as whole as any, behind the last one. Knows the
 * format from its description, and shares no code with what reads it.
 */
final class Forger {
    private static final int MAGIC = 0x5143_4c53;
    private static final int DOCUMENT_HEADER_LENGTH = 4;
    private static final int HEADER_LENGTH = 72;
    private static final int LENGTH = 12;
    private static final int SEQUENCE = 32;
    private static final int FORCED = 40;
    private static final int PREVIOUS = 64;
    private static final int STARTED = 5;
    private static final int TEMPLATE = 6;
    private static final int TASK = 12;
    private static final int TOKEN = 20;

    private final Path segment;
    private final ByteBuffer bytes;
    private int last = -1;

    private Forger(Path segment) throws IOException {
        this.segment = segment;
        bytes = ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = DOCUMENT_HEADER_LENGTH; at + HEADER_LENGTH <= bytes.capacity(); at += 4) {
            last = bytes.getInt(at + 4) == MAGIC ? at : last;
        }
    }

    /** Repeats the last batch, in which a task is started, for a task and under the next token; returns the file. */
    static Path start(Path data, long task) throws IOException {
        Forger forger = new Forger(Directories.files(data).stream()
                .filter(file -> file.toString().endsWith(".cq4"))
                .findFirst()
                .orElseThrow());
        forger.repeat(task);
        return forger.segment;
    }

    private void repeat(long task) throws IOException {
        int length = HEADER_LENGTH + bytes.getInt(last + LENGTH);
        int begin = last + (length + 3 & ~3) + DOCUMENT_HEADER_LENGTH;
        bytes.put(begin, bytes.array(), last, length);
        bytes.putInt(begin - DOCUMENT_HEADER_LENGTH, length);
        bytes.putLong(begin + SEQUENCE, bytes.getLong(last + SEQUENCE) + 1);
        bytes.putLong(begin + FORCED, bytes.getLong(last + SEQUENCE));
        bytes.putInt(begin + PREVIOUS, bytes.getInt(last));
        start(begin + HEADER_LENGTH, begin + length, task);
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), begin + 4, length - 4);
        bytes.putInt(begin, (int) crc.getValue());
        Files.write(segment, bytes.array());
    }

    private void start(int from, int to, long task) {
        for (int at = from; at < to; at += 4 + (bytes.getInt(at) + 3 & ~3)) {
            if (bytes.getShort(at + TEMPLATE) == STARTED) {
                bytes.putLong(at + TASK, task);
                bytes.putLong(at + TOKEN, bytes.getLong(at + TOKEN) + 1);
                return;
            }
        }
        throw new AssertionError("nothing is started in the last batch of " + segment);
    }
}
