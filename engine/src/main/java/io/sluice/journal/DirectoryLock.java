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
    private static final Path LOCKS = Path.of("/proc/locks");
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

    /**
     * Returns the process that has a directory, 0 for none. No lock is tried, as that would keep an owner out who comes in
     * the same moment: the kernel lists those that there are.
     */
    static long owner(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        synchronized (MINE) {
            if (isMine(file)) {
                return ProcessHandle.current().pid();
            }
            String pid = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
            return pid.matches("[0-9]{1,18}") && isLocked(file, Long.parseLong(pid)) ? Long.parseLong(pid) : 0;
        }
    }

    private static boolean isLocked(Path file, long pid) throws IOException {
        if (!Files.isReadable(LOCKS)) {
            return ProcessHandle.of(pid).isPresent();
        }
        // Such as: 1: POSIX  ADVISORY  WRITE 4711 fe:00:131077 0 EOF
        String inode = ":" + Files.getAttribute(file, "unix:ino");
        return Files.readAllLines(LOCKS).stream()
                .map(line -> line.trim().split("\\s+"))
                .anyMatch(words -> words.length > 5 && words[4].equals("" + pid) && words[5].endsWith(inode));
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
