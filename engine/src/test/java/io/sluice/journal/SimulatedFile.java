package io.sluice.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The content of a file twice: as every process reads it now, and as it lies on the disk. Sectors of 512 bytes go from one to
 * the other whole, by a force or by themselves; only pages that were written take memory.
 */
final class SimulatedFile {
    static final int SECTOR_LENGTH = 512;
    private static final int PAGE_LENGTH = 4096;
    private static final byte[] ZEROS = new byte[PAGE_LENGTH];

    /** Sectors that the next force writes. */
    private final BitSet unforced = new BitSet();
    /** Sectors that a failed force has forgotten: nothing writes them any more, unless they change again. */
    private final BitSet forgotten = new BitSet();

    private final UnsafeBuffer source = new UnsafeBuffer(0, 0);
    private byte[][] now = {};
    private byte[][] disk = {};
    private long length;
    private long lengthOnDisk;
    private boolean lengthForgotten;
    long room;
    int names;
    int opened;

    long length() {
        return length;
    }

    /** Makes it longer or shorter; what is new are zeros, what is cut off is as good as gone. */
    void length(long length) {
        this.length = length;
        lengthForgotten = false;
    }

    /** Reads as many bytes as there are and as fit; the position is before the end. */
    int read(ByteBuffer into, long position, int most) {
        int count = (int) Math.min(Math.min(into.remaining(), most), length - position);
        for (int left = count; left > 0; ) {
            int offset = (int) (position % PAGE_LENGTH);
            int part = Math.min(left, PAGE_LENGTH - offset);
            into.put(page(now, (int) (position / PAGE_LENGTH)), offset, part);
            position += part;
            left -= part;
        }
        return count;
    }

    void write(long position, byte[] content, int count) {
        source.wrap(content);
        write(position, count);
    }

    void write(long position, long address, int count) {
        source.wrap(address, count);
        write(position, count);
    }

    private void write(long position, int count) {
        for (int done = 0; done < count; ) {
            int offset = (int) ((position + done) % PAGE_LENGTH);
            int part = Math.min(count - done, PAGE_LENGTH - offset);
            source.getBytes(done, writablePage((int) ((position + done) / PAGE_LENGTH)), offset, part);
            done += part;
        }
        changed(position, position + count);
    }

    /** Writes a little-endian number at a multiple of 4. */
    void putInt(long position, int value) {
        byte[] page = writablePage((int) (position / PAGE_LENGTH));
        int offset = (int) (position % PAGE_LENGTH);
        for (int i = 0; i < Integer.BYTES; i++) {
            page[offset + i] = (byte) (value >>> 8 * i);
        }
        changed(position, position + Integer.BYTES);
    }

    private void changed(long from, long to) {
        int first = (int) (from / SECTOR_LENGTH);
        int end = (int) ((to + SECTOR_LENGTH - 1) / SECTOR_LENGTH);
        unforced.set(first, Math.max(first, end));
        forgotten.clear(first, Math.max(first, end));
    }

    /** Has everything on disk. */
    void force() {
        for (int sector = unforced.nextSetBit(0); sector >= 0; sector = unforced.nextSetBit(sector + 1)) {
            copy(sector, now, writableDisk(sector));
        }
        unforced.clear();
        if (!lengthForgotten) {
            lengthOnDisk = length;
        }
    }

    /** Has some of the sectors of a range on disk, as a system does that writes when it likes. */
    void writeBack(long from, long to, SplittableRandom random) {
        int end = (int) ((to + SECTOR_LENGTH - 1) / SECTOR_LENGTH);
        int sector = unforced.nextSetBit((int) (from / SECTOR_LENGTH));
        for (; sector >= 0 && sector < end; sector = unforced.nextSetBit(sector + 1)) {
            if (random.nextBoolean()) {
                copy(sector, now, writableDisk(sector));
                unforced.clear(sector);
            }
        }
    }

    /** Has some sectors on disk and forgets that the others are not. */
    void failForce(SplittableRandom random) {
        writeBack(0, Integer.MAX_VALUE, random);
        forgotten.or(unforced);
        unforced.clear();
        lengthForgotten |= length != lengthOnDisk;
    }

    /** Loses what is not on disk, after a chance for what was not forced to get there. */
    void losePower(Survival survival) {
        for (int sector = unforced.nextSetBit(0); sector >= 0; sector = unforced.nextSetBit(sector + 1)) {
            if (survival.keeps(this, (long) sector * SECTOR_LENGTH)) {
                copy(sector, now, writableDisk(sector));
            } else {
                forgotten.set(sector);
            }
        }
        for (int sector = forgotten.nextSetBit(0); sector >= 0; sector = forgotten.nextSetBit(sector + 1)) {
            copy(sector, disk, writablePage(sector * SECTOR_LENGTH / PAGE_LENGTH));
        }
        unforced.clear();
        forgotten.clear();
        if (length != lengthOnDisk && !lengthForgotten && survival.keepsLength()) {
            lengthOnDisk = length;
        }
        length = lengthOnDisk;
        lengthForgotten = false;
    }

    private static void copy(int sector, byte[][] from, byte[] to) {
        int offset = sector * SECTOR_LENGTH % PAGE_LENGTH;
        System.arraycopy(page(from, sector * SECTOR_LENGTH / PAGE_LENGTH), offset, to, offset, SECTOR_LENGTH);
    }

    private static byte[] page(byte[][] pages, int number) {
        return number < pages.length && pages[number] != null ? pages[number] : ZEROS;
    }

    private byte[] writablePage(int number) {
        now = grown(now, number);
        return now[number];
    }

    private byte[] writableDisk(int sector) {
        int number = sector * SECTOR_LENGTH / PAGE_LENGTH;
        disk = grown(disk, number);
        return disk[number];
    }

    private static byte[][] grown(byte[][] pages, int number) {
        byte[][] grown = number < pages.length ? pages : Arrays.copyOf(pages, Math.max(number + 1, pages.length * 2));
        if (grown[number] == null) {
            grown[number] = new byte[PAGE_LENGTH];
        }
        return grown;
    }

    /** Decides what of the unforced got to the disk before the power went. */
    interface Survival {
        /** Tells whether a sector of a file did; asked in the order of the sectors. */
        boolean keeps(SimulatedFile file, long position);

        /** Tells whether a file's new length did. */
        boolean keepsLength();
    }
}
