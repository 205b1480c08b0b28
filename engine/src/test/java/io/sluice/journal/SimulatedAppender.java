package io.sluice.journal;

import io.sluice.journal.Faults.Call;
import io.sluice.journal.Faults.Fate;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;

/** Writes documents as Chronicle Queue does: an unfinished header, the content, the header. Its own stand between them. */
final class SimulatedAppender implements Disk.Appender {
    private static final int HEADER_LENGTH = 4;
    private static final int METADATA = 0x4000_0000;
    private static final int UNFINISHED = 0x8000_0000;
    private static final int FIRST_LENGTH = 200;
    private static final int INDEX_LENGTH = 520;
    private static final int DOCUMENTS_BETWEEN = 50;
    private static final int STAGES = 5;
    private static final int WRITTEN_BACK = 8;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd'HX.cq4'");

    private final SimulatedDisk disk;
    private final int bornIn;
    private final String directory;
    private final int segmentLength;
    private final SplittableRandom random;
    private SimulatedFile file;
    private String name;
    private int segment = -1;
    private long position;
    private boolean open = true;

    SimulatedAppender(SimulatedDisk disk, String directory, int segmentLength, SplittableRandom random) {
        this.disk = disk;
        bornIn = disk.life();
        this.directory = directory;
        this.segmentLength = segmentLength;
        this.random = random;
    }

    @Override
    public Disk.Segment begin(int number) throws IOException {
        requireOpen();
        if (number != segment + 1) {
            throw new IllegalStateException("segment " + number + " does not come after " + segment);
        }
        String next = directory + "/" + LocalDate.ofEpochDay(number).format(NAME);
        Fate fate = disk.next(Call.BEGIN, next);
        if (fate == Fate.DONE || random.nextBoolean()) {
            goOn(number, next);
        }
        disk.refuse(fate, Call.BEGIN, next);
        return new SimulatedSegment(next, file);
    }

    private void goOn(int number, String next) throws IOException {
        SimulatedFile begun = disk.opened(next);
        if (begun.length() < segmentLength) {
            throw new IllegalStateException(next + " was not reserved");
        }
        if (file != null) {
            file.putInt(position, UNFINISHED | METADATA);
            disk.closed(file);
        }
        segment = number;
        name = next;
        file = begun;
        position = 0;
        own(FIRST_LENGTH);
    }

    @Override
    public long append(long address, int length) throws IOException {
        requireOpen();
        if (length <= 0 || length % HEADER_LENGTH != 0) {
            throw new IllegalArgumentException("documents are of multiples of 4 bytes, not of " + length);
        }
        Fate fate = disk.next(Call.APPEND, name);
        if (random.nextInt(DOCUMENTS_BETWEEN) == 0 && position + INDEX_LENGTH + length < segmentLength) {
            own(INDEX_LENGTH);
        }
        int stages = switch (fate) {
            case DONE -> STAGES;
            case SHORT_WRITE -> 2;
            default -> random.nextInt(STAGES);
        };
        write(address, length, stages);
        disk.refuse(fate, Call.APPEND, name);
        position += HEADER_LENGTH + length;
        return position;
    }

    /** Does the first so many steps of writing a document. */
    private void write(long address, int length, int stages) {
        long end = position + HEADER_LENGTH + length;
        if (end + HEADER_LENGTH > file.length()) {
            throw new IllegalStateException(name + " has no room for " + length + " bytes at " + position);
        }
        disk.wrote(file, position, end);
        if (stages >= 1) {
            file.putInt(position, UNFINISHED | length);
            mayBeWrittenBack(end);
        }
        if (stages >= 2) {
            file.write(position + HEADER_LENGTH, address, stages == 2 ? random.nextInt(length + 1) : length);
            mayBeWrittenBack(end);
        }
        if (stages >= 4) {
            file.putInt(position, length);
            mayBeWrittenBack(end);
        }
    }

    private void mayBeWrittenBack(long end) {
        if (random.nextInt(WRITTEN_BACK) == 0) {
            file.writeBack(position, end, random);
        }
    }

    /** Writes a document of the library's own. */
    private void own(int length) {
        byte[] content = new byte[length];
        content[0] = (byte) 0xB9;
        file.putInt(position, METADATA | length);
        file.write(position + HEADER_LENGTH, content, length);
        position += HEADER_LENGTH + length;
    }

    private void requireOpen() throws IOException {
        disk.requireLife(bornIn);
        if (!open) {
            throw new IOException("the appender to " + directory + " is closed");
        }
    }

    @Override
    public void close() throws IOException {
        disk.requireLife(bornIn);
        if (open) {
            open = false;
            if (file != null) {
                disk.closed(file);
            }
            disk.refuse(disk.next(Call.CLOSE, directory), Call.CLOSE, directory);
        }
    }

    /** A file that is forced. */
    private final class SimulatedSegment implements Disk.Segment {
        private final String name;
        private final SimulatedFile file;
        private boolean open = true;

        SimulatedSegment(String name, SimulatedFile file) {
            this.name = name;
            this.file = file;
            file.opened++;
        }

        @Override
        public void force() throws IOException {
            disk.requireLife(bornIn);
            if (!open) {
                throw new IOException(name + " is closed");
            }
            Fate fate = disk.next(Call.FORCE, name);
            if (fate == Fate.DONE) {
                disk.forcing();
            }
            if (fate == Fate.EIO) {
                file.failForce(random);
            } else if (fate == Fate.DONE) {
                file.force();
            } else {
                file.writeBack(0, Integer.MAX_VALUE, random);
            }
            disk.refuse(fate, Call.FORCE, name);
        }

        @Override
        public void close() throws IOException {
            disk.requireLife(bornIn);
            if (open) {
                open = false;
                disk.closed(file);
                disk.refuse(disk.next(Call.CLOSE, name), Call.CLOSE, name);
            }
        }
    }
}
