package io.sluice.server.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A directory that is there until it is closed, or until the process is told to end. */
final class TemporaryDirectory implements Closeable {
    private static final String PREFIX = "sluice-demo-";
    private static final int TRIES = 10;

    private final Path path;
    private final Thread atExit = new Thread(this::deleteAtExit, "sluice-demo-exit");

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes a directory.
     *
     * @param parent where; {@code null} for the system's directory for temporary files.
     * @return a directory, empty.
     * @throws IOException if it cannot be made.
     */
    static TemporaryDirectory in(Path parent) throws IOException {
        TemporaryDirectory directory = new TemporaryDirectory(
                parent == null
                        ? Files.createTempDirectory(PREFIX)
                        : Files.createTempDirectory(Files.createDirectories(parent), PREFIX));
        Runtime.getRuntime().addShutdownHook(directory.atExit);
        return directory;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(atExit);
        delete();
    }

    private void delete() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(path)) {
            files = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** Workers still write when the process is told to end, so that a directory may fill again while it is emptied. */
    private void deleteAtExit() {
        for (int i = 0; i < TRIES && Files.exists(path); i++) {
            try {
                delete();
            } catch (IOException | UncheckedIOException e) {
                Thread.yield();
            }
        }
    }
}
