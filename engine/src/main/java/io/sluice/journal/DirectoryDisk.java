package io.sluice.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A directory of the file system. */
public final class DirectoryDisk implements Disk {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    /**
     * Names a directory; nothing is done to it.
     *
     * @param root its path; it need not be there.
     */
    public DirectoryDisk(Path root) {
        this.root = root;
    }

    static Set<OpenOption> options(OpenOption... more) {
        Set<OpenOption> options = new HashSet<>(List.of(more));
        options.add(StandardOpenOption.READ);
        options.add(StandardOpenOption.WRITE);
        return options;
    }

    @Override
    public String path() {
        return root.toString();
    }

    @Override
    public String mount() {
        return Mount.of(root);
    }

    @Override
    public void create() throws IOException {
        JvmFlags.require();
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new JournalException(root + " is not a directory");
        }
        List<Path> changed = new ArrayList<>();
        for (Path made = root.toAbsolutePath(); !Files.exists(made); made = made.getParent()) {
            changed.add(made.getParent());
        }
        if (!changed.isEmpty()) {
            Files.createDirectories(root, OWNER_DIRECTORY);
        }
        for (Path parent : changed) {
            force(parent);
        }
    }

    @Override
    public Possession possess() throws IOException {
        return DirectoryLock.take(root);
    }

    /**
     * Tells who has the directory, as far as can be told without taking part: by what stands in {@code LOCK}.
     *
     * @return a process that is alive; 0 for none.
     * @throws IOException if that cannot be read.
     */
    public long owner() throws IOException {
        return DirectoryLock.owner(root);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve(directory))) {
            stream.forEach(path -> names.add(path.getFileName().toString()));
        }
        names.sort(null);
        return names;
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(root.resolve(name));
    }

    @Override
    public void createDirectory(String name) throws IOException {
        Files.createDirectory(root.resolve(name), OWNER_DIRECTORY);
    }

    @Override
    public void forceDirectory(String name) throws IOException {
        force(root.resolve(name));
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.deleteIfExists(file);
        try (FileChannel channel = FileChannel.open(file, options(StandardOpenOption.CREATE_NEW), OWNER_FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (IOException e) {
            throw Space.isFull(e) ? new NoSpaceException("no space left for " + file) : e;
        }
    }

    @Override
    public void reserve(String name, long length) throws IOException {
        Path file = root.resolve(name);
        try {
            Files.createFile(file, OWNER_FILE);
            Space.reserve(file, length);
            try (FileChannel channel = FileChannel.open(file, options())) {
                channel.force(true);
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e instanceof FileSystemException && Space.isFull(e)
                    ? new NoSpaceException("no space left for " + file)
                    : e;
        }
    }

    @Override
    public void truncate(String name, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(root.resolve(name), options())) {
            channel.truncate(length);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(root.resolve(from), root.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(root.resolve(name));
    }

    @Override
    public Content open(String name) throws IOException {
        return new OpenFile(FileChannel.open(root.resolve(name), StandardOpenOption.READ));
    }

    @Override
    public Appender append(String directory, int segmentLength) throws IOException {
        return new ChronicleAppender(root.resolve(directory), segmentLength);
    }

    /** A file that is read. */
    private record OpenFile(FileChannel channel) implements Content {
        @Override
        public long length() throws IOException {
            return channel.size();
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return channel.read(into, position);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
