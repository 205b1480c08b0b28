package io.sluice.journal;

import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.journal.Manifest.Generation;
import io.sluice.journal.Manifest.Segment;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads any bytes as the files of a journal: they are refused with a word, or all that was told is counted.
 *
 * <pre>
 *    0        1        2          3         4
 *    +--------+--------+----------+---------+- - - - - - - - - -+- - - - - - - - - -+- - - - - - - -+
 *    | how    | forced | end of a | end of b| a: the snapshot   | b: what is written| c: the reserve|
 *    +--------+--------+----------+---------+- - - - - - - - - -+- - - - - - - - - -+- - - - - - - -+
 *    how      1 checksums are put right, 2 sequences and the chain as well, 4 closed in good order, 8 there is a snapshot,
 *             16 b is closed, 32 the manifest does not know of c
 *    end      in parts of 16 bytes of what follows
 * </pre>
 */
public final class JournalFuzz {
    private static final int HEADER_LENGTH = 4;
    private static final int PART_LENGTH = 16;
    private static final int CHECKSUMS = 1;
    private static final int CHAIN = 2;
    private static final int CLEAN = 4;
    private static final int SNAPSHOT = 8;
    private static final int CLOSED = 16;
    private static final int UNKNOWN = 32;

    private static final int MAGIC = 0x5143_4c53;
    private static final int BATCH_HEADER_LENGTH = 72;
    private static final long SALT = 0x5a17_0000_0000_0001L;

    private static long told;

    private static final Events COUNTING = (Events) Proxy.newProxyInstance(
            JournalFuzz.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                told++;
                return null;
            });

    private final int how;
    private final long forced;
    private final byte[] snapshot;
    private final byte[] written;
    private final byte[] reserve;
    private long sequence;
    private int crc;
    private int sealedEnd;

    private JournalFuzz(byte[] input) {
        how = input[0];
        forced = input[1] & 0xff;
        int length = input.length - HEADER_LENGTH;
        int endOfSnapshot = hasSnapshot() ? end(input[2], length) : 0;
        int endOfWritten = Math.max(endOfSnapshot, end(input[3], length));
        byte[] files = Arrays.copyOfRange(input, HEADER_LENGTH, input.length);
        snapshot = Arrays.copyOfRange(files, 0, endOfSnapshot);
        written = Arrays.copyOfRange(files, endOfSnapshot, endOfWritten);
        reserve = Arrays.copyOfRange(files, endOfWritten, length);
    }

    private static int end(byte part, int length) {
        return Math.min(length, (part & 0xff) * PART_LENGTH);
    }

    /**
     * Takes one input.
     *
     * @param input how the journal is, and its files.
     * @throws IOException never; the disk is in memory.
     */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length > HEADER_LENGTH) {
            new JournalFuzz(input).read();
        }
    }

    private void read() throws IOException {
        MemoryDisk disk = new MemoryDisk();
        List<Generation> generations = new ArrayList<>();
        if (hasSnapshot()) {
            seal(snapshot, 1);
            generations.add(new Generation(1, true, SALT + 1, List.of(closed(snapshot))));
            disk.put(JournalFiles.segment(1, 0), snapshot);
        }
        sequence = 0;
        crc = 0;
        generations.add(new Generation(2, false, SALT + 2, segments()));
        disk.put(JournalFiles.segment(2, 0), written);
        disk.put(JournalFiles.segment(2, 1), reserve);
        Manifest manifest = new Manifest(
                Durability.FSYNC, "boot", "mount", 0, forced, hasSnapshot() ? 1 : 0, generations, is(CLEAN));
        requireRefusedOrCounted(disk, manifest);
    }

    private List<Segment> segments() {
        seal(written, 2);
        List<Segment> segments = new ArrayList<>();
        boolean closed = is(CLOSED) || is(CLEAN);
        segments.add(closed ? closed(written) : Segment.open(0, 1, 0));
        if (!is(UNKNOWN) && !is(CLEAN)) {
            segments.add(closed ? Segment.open(1, Math.max(2, sequence + 1), crc) : Segment.reserved(1));
        }
        seal(reserve, 2);
        return segments;
    }

    private Segment closed(byte[] file) {
        return new Segment(0, 1, 0, Math.min(sealedEnd, file.length), crc);
    }

    private static void requireRefusedOrCounted(MemoryDisk disk, Manifest manifest) throws IOException {
        told = 0;
        try (JournalReader reader = new JournalReader(disk, manifest, COUNTING)) {
            reader.requireFiles();
            Recovery recovery = reader.readAll();
            if (recovery.events() != told || recovery.bytes() > disk.length()) {
                throw new AssertionError("told " + told + " events of " + disk.length() + " bytes: " + recovery);
            }
        } catch (JournalException refused) {
            return;
        }
    }

    /** Makes batches of what begins like one, as far as that is wanted. */
    private void seal(byte[] file, long generation) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int at = 4;
        sealedEnd = 0;
        while (at + BATCH_HEADER_LENGTH <= file.length) {
            boolean isBatch = bytes.getInt(at + 4) == MAGIC;
            if (isBatch && is(CHECKSUMS)) {
                seal(bytes, at, generation);
            }
            at += isBatch ? BATCH_HEADER_LENGTH + 4 + (Math.max(0, bytes.getInt(at + 12)) & -4) : 4;
            sealedEnd = isBatch ? at - 4 : sealedEnd;
        }
    }

    private void seal(ByteBuffer bytes, int at, long generation) {
        int room = bytes.capacity() - at - BATCH_HEADER_LENGTH;
        int length = bytes.getInt(at + 12);
        bytes.putInt(at + 12, length < 0 || length > room ? room : length);
        bytes.putLong(at + 16, generation).putLong(at + 24, SALT + generation);
        if (is(CHAIN)) {
            sequence++;
            bytes.putLong(at + 32, sequence).putInt(at + 64, crc);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.array(), at + 4, BATCH_HEADER_LENGTH - 4 + bytes.getInt(at + 12));
        crc = (int) checksum.getValue();
        bytes.putInt(at, crc);
    }

    private boolean hasSnapshot() {
        return is(SNAPSHOT);
    }

    private boolean is(int flag) {
        return (how & flag) != 0;
    }
}
