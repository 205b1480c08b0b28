package io.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Directories of tests; they stay when a test fails. */
final class Directories {
    private Directories() {}

    /** Returns a path at which there is nothing, in a directory that there is. */
    static Path fresh(String name) throws IOException {
        Path parent = Files.createDirectories(Path.of("target", "data").toAbsolutePath());
        return Files.createTempDirectory(parent, name + "-").resolve("data");
    }

    /** Deletes what {@link #fresh} gave. */
    static void delete(Path fresh) throws IOException {
        try (Stream<Path> paths = Files.walk(fresh.getParent())) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Returns the files under a path. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Returns the names of all that is under a path, each with a digest of its bytes where it is a file. */
    static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                contents.put(path.toString(), Files.isRegularFile(path) ? digest(path) : "");
            }
        }
        return contents;
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
