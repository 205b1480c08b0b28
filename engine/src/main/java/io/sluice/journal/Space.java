package io.sluice.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.posix.PosixAPI;

/** Room on the disk, taken ahead: a mapped page without room behind it faults at some later write. */
final class Space {
    private static final int READ_WRITE = 2;

    private Space() {}

    /**
     * Reserves room for a file. Where the system or the file system cannot, nothing happens.
     *
     * @param file an existing one.
     * @param length bytes from its beginning; it is that long afterwards.
     * @throws JournalException if there is not so much room.
     */
    static void reserve(Path file, long length) throws IOException {
        PosixAPI posix = PosixAPI.posix();
        int descriptor = posix.open(file.toString(), READ_WRITE, 0);
        if (descriptor < 0) {
            throw new IOException("cannot open " + file);
        }
        try {
            if (posix.fallocate(descriptor, 0, 0, length) != 0) {
                // The reason does not come through reliably; a file system that cannot reserve has the room all the
                // same.
                requireRoom(file, length);
            }
        } finally {
            posix.close(descriptor);
        }
    }

    private static void requireRoom(Path file, long length) throws IOException {
        long room = Files.getFileStore(file).getUsableSpace();
        if (room < length) {
            throw new JournalException(
                    "no space left for " + file + ": " + length + " bytes are needed, " + room + " are free");
        }
    }
}
