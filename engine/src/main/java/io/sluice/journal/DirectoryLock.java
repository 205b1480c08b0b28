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
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * The right to a directory: a lock on its file {@code LOCK}, which says the owner's process id. The kernel lets go of it
 * when the process ends, however it ends. The file stays, empty, when the owner leaves.
 */
final class DirectoryLock implements Disk.Possession {
    private static final String NAME = "LOCK";
    /** The files that this process has locked. The kernel lets go of a lock when any channel to its file is closed. */
    private static final Set<Object> MINE = new HashSet<>();

    private final Path file;
    private final FileChannel channel;
    private final byte[] before;
    private final Object key;

    private DirectoryLock(Path file, FileChannel channel, byte[] before) throws IOException {
        this.file = file;
        key = key(file);
        this.channel = channel;
        this.before = before;
    }

    static DirectoryLock take(Path directory) throws IOException {
        synchronized (MINE) {
            if (isMine(directory.resolve(NAME))) {
                throw new JournalException(directory + " is in use by process "
                        + ProcessHandle.current().pid());
            }
            DirectoryLock taken = takeOther(directory);
            MINE.add(taken.key);
            return taken;
        }
    }

    /** Returns the process that has a directory, as far as can be told without a lock; 0 for none. */
    static long owner(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        long own = ProcessHandle.current().pid();
        synchronized (MINE) {
            if (isMine(file)) {
                return own;
            }
            String pid = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            long owner = pid.matches("[0-9]{1,18}") ? Long.parseLong(pid) : 0;
            return owner != own && ProcessHandle.of(owner).isPresent() ? owner : 0;
        }
    }

    private static boolean isMine(Path file) throws IOException {
        return Files.exists(file) && MINE.contains(key(file));
    }

    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }

    private static DirectoryLock takeOther(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
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
            } finally {
                forget();
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
        } finally {
            forget();
        }
    }

    private void forget() {
        synchronized (MINE) {
            MINE.remove(key);
        }
    }
}
