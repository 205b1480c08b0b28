package io.sluice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory with all below it: what is in it, and another like it. */
final class FileTree {
    private FileTree() {}

    static Map<String, String> content(Path data) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                content.put(
                        file.toString(), Files.isDirectory(file) ? "" : "" + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
