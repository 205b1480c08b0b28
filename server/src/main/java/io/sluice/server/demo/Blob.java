package io.sluice.server.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One JSON file that is read whole and written whole, as in a blob store: a reader never sees half a write, and the last
 * write wins. Any thread may call.
 */
final class Blob {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final AtomicLong writes = new AtomicLong();

    Blob(Path file) {
        this.file = file;
    }

    BlobState read() throws IOException {
        return JSON.readValue(Files.readAllBytes(file), BlobState.class);
    }

    void write(BlobState state) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + "." + writes.incrementAndGet());
        Files.write(written, JSON.writeValueAsBytes(state));
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
