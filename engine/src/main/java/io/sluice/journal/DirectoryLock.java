package io.sluice.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to a directory: a lock on its file {@code LOCK}, which says the owner's process id. The kernel lets go of it
 * when the process ends, however it ends. The file stays, empty, when the owner leaves.
 */
final class DirectoryLock implements Disk.Possession {
    private final Path file;
    private final FileChannel channel;
    private final byte[] before;

    private DirectoryLock(Path file, FileChannel channel, byte[] before) {
        this.file = file;
        this.channel = channel;
        this.before = before;
    }

    static DirectoryLock take(Path directory) throws IOException {
        Path file = directory.resolve("LOCK");
        byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
        FileChannel channel =
                FileChannel.open(file, DirectoryDisk.options(StandardOpenOption.CREATE), DirectoryDisk.OWNER_FILE);
        try {
            if (!isFree(channel)) {
                throw new JournalException(directory + " is in use by process " + Files.readString(file));
            }
            write(channel, Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
            return new DirectoryLock(file, channel, before);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void write(FileChannel channel, byte[] content) throws IOException {
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(content), 0);
    }

    /** Leaves the directory; nothing happens where that was done before. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                channel.truncate(0);
            }
        }
    }

    @Override
    public void undo() throws IOException {
        try (channel) {
            if (before == null) {
                Files.delete(file);
            } else {
                write(channel, before);
            }
        }
    }
}
