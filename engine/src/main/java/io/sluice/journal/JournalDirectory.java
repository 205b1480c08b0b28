package io.sluice.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
import java.util.Locale;
import java.util.Set;

/**
 * The files of a journal.
 *
 * <pre>
 *    LOCK                              the owner's process id
 *    MANIFEST                          what there must be, see Manifest
 *    generation-0000000007/            the one generation that counts
 *        19700101HX.cq4                segment 0
 *        19700102HX.cq4                segment 1
 *        metadata.cq4t                 the library's own; never read back
 * </pre>
 */
final class JournalDirectory {
    static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final String PREFIX = "generation-";
    private static final int MAX_MANIFEST_LENGTH = 64 << 20;

    private final Path path;

    JournalDirectory(Path path) {
        this.path = path;
    }

    static Set<OpenOption> options(OpenOption... more) {
        Set<OpenOption> options = new HashSet<>(List.of(more));
        options.add(StandardOpenOption.READ);
        options.add(StandardOpenOption.WRITE);
        return options;
    }

    Path path() {
        return path;
    }

    void create() throws IOException {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new JournalException(path + " is not a directory");
        }
        List<Path> changed = new ArrayList<>();
        for (Path made = path.toAbsolutePath(); !Files.exists(made); made = made.getParent()) {
            changed.add(made.getParent());
        }
        if (!changed.isEmpty()) {
            Files.createDirectories(path, OWNER_DIRECTORY);
        }
        for (Path parent : changed) {
            force(parent);
        }
    }

    Path generation(long generation) {
        return path.resolve(PREFIX + String.format(Locale.ROOT, "%010d", generation));
    }

    Path createGeneration(long generation) throws IOException {
        Path directory = Files.createDirectory(generation(generation), OWNER_DIRECTORY);
        force(path);
        return directory;
    }

    /** Returns the directories that look like generations, whether they count or not. */
    List<Path> generations() throws IOException {
        return list(path, PREFIX + "*");
    }

    /** Returns the largest number of a generation that there is a directory for; 0 for none. */
    long lastGeneration() throws IOException {
        long last = 0;
        for (Path directory : generations()) {
            String number = directory.getFileName().toString().substring(PREFIX.length());
            if (number.matches("[0-9]{1,18}")) {
                last = Math.max(last, Long.parseLong(number));
            }
        }
        return last;
    }

    /** Deletes all generations but one. */
    void keepOnly(long generation) throws IOException {
        Path kept = generation(generation);
        for (Path directory : generations()) {
            if (!directory.equals(kept)) {
                delete(directory);
            }
        }
        force(path);
    }

    static void delete(Path generation) throws IOException {
        for (Path file : list(generation, "*")) {
            Files.delete(file);
        }
        Files.delete(generation);
    }

    static List<Path> list(Path directory, String glob) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
            stream.forEach(paths::add);
        }
        paths.sort(null);
        return paths;
    }

    /** Returns the manifest, or {@code null} in a directory that has no journal yet. */
    Manifest readManifest() throws IOException {
        Path file = path.resolve("MANIFEST");
        try {
            if (Files.size(file) > MAX_MANIFEST_LENGTH) {
                throw new JournalException(file + " is damaged: longer than " + MAX_MANIFEST_LENGTH + " bytes");
            }
            return Manifest.parse(file, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            if (!generations().isEmpty()) {
                throw new JournalException(file + " is missing, but there are generations", e);
            }
            return null;
        }
    }

    /** Replaces the manifest: afterwards, and after a power cut at any moment, there is either the old or the new one. */
    void writeManifest(Manifest manifest) throws IOException {
        Path temporary = path.resolve("MANIFEST.tmp");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = FileChannel.open(temporary, options(StandardOpenOption.CREATE_NEW), OWNER_FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(manifest.text().getBytes(StandardCharsets.ISO_8859_1));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(temporary, path.resolve("MANIFEST"), StandardCopyOption.ATOMIC_MOVE);
        force(path);
    }

    /** Makes the entries of a directory as durable as their files. */
    static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
