package io.sluice.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.posix.PosixAPI;

/** Room on the disk, taken ahead: a mapped page without room behind it faults at some later write. */
final class Space {
    private static final int READ_WRITE = 2;
    private static final int NO_SPACE = 28;
    private static final int NO_SUCH_CALL = 38;
    private static final int NOT_SUPPORTED = 95;
    private static final int OVER_QUOTA = 122;

    private Space() {}

    /**
     * Reserves room for a file. Where the file system cannot, nothing happens.
     *
     * @param file an existing one.
     * @param length bytes from its beginning; it is that long afterwards.
     * @throws NoSpaceException if there is not so much room.
     * @throws IOException if it cannot be reserved for another reason.
     */
    static void reserve(Path file, long length) throws IOException {
        PosixAPI posix = PosixAPI.posix();
        int descriptor = posix.open(file.toString(), READ_WRITE, 0);
        if (descriptor < 0) {
            throw new IOException("cannot open " + file);
        }
        try {
            if (posix.fallocate(descriptor, 0, 0, length) != 0) {
                fail(file, length, posix);
            }
        } finally {
            posix.close(descriptor);
        }
    }

    private static void fail(Path file, long length, PosixAPI posix) throws IOException {
        int reason = posix.lastError();
        switch (reason) {
            case NO_SPACE, OVER_QUOTA ->
                throw new NoSpaceException("no space left for " + file + ": " + length + " bytes are needed");
            case NOT_SUPPORTED, NO_SUCH_CALL -> requireRoom(file, length);
            default -> throw new IOException("cannot reserve room for " + file + ": " + posix.strerror(reason));
        }
    }

    private static void requireRoom(Path file, long length) throws IOException {
        long room = Files.getFileStore(file).getUsableSpace();
        if (room < length) {
            throw new NoSpaceException(
                    "no space left for " + file + ": " + length + " bytes are needed, " + room + " are free");
        }
    }

    /** Tells whether a call failed because the disk is full. */
    static boolean isFull(IOException e) {
        return e instanceof NoSpaceException
                || e.getMessage() != null && e.getMessage().contains("No space left on device");
    }
}
