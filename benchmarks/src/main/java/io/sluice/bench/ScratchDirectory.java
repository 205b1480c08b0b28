package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A new directory that goes, with all that is in it, when it is closed. */
public final class ScratchDirectory implements AutoCloseable {
    private final Path path;

    private ScratchDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes one.
     *
     * @param parent where; empty for the JVM's directory for temporary files.
     * @return the directory.
     * @throws IOException if it cannot be made.
     */
    public static ScratchDirectory in(String parent) throws IOException {
        String name = "sluice-bench";
        return new ScratchDirectory(
                parent.isEmpty()
                        ? Files.createTempDirectory(name)
                        : Files.createTempDirectory(Files.createDirectories(Path.of(parent)), name));
    }

    /**
     * Returns where it is.
     *
     * @return its path.
     */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(path)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
