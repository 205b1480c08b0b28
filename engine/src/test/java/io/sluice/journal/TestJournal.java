package io.sluice.journal;

import io.sluice.codec.Told;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.NoEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A journal in a directory of a test, with small segments. */
final class TestJournal {
    /** The shortest segment that takes batches of full length. */
    static final int SEGMENT_LENGTH = 2 << 20;
    /** The shortest that the library makes. */
    static final int SHORTEST_SEGMENT_LENGTH = 1 << 19;

    private static final long SYNC_INTERVAL_NS = 1_000_000;

    private TestJournal() {}

    static Journal open(Path directory, Durability durability, int segmentLength) {
        return open(directory, durability, SYNC_INTERVAL_NS, segmentLength);
    }

    static Journal open(Path directory, Durability durability, long syncIntervalNs, int segmentLength) {
        return Journal.open(
                new DirectoryDisk(directory),
                new BackgroundThreads(),
                new Journal.Options(durability, syncIntervalNs, segmentLength, new Random(1)::nextLong),
                new Journal.Listener() {
                    @Override
                    public void onFailure(Throwable failure) {
                        throw new AssertionError(failure);
                    }

                    @Override
                    public void onProgress() {}
                });
    }

    static Journal open(Path directory) {
        return open(directory, Durability.FSYNC, SEGMENT_LENGTH);
    }

    static Journal begin(Journal journal, Consumer<Events> first) {
        recover(journal, NoEvents.INSTANCE);
        journal.begin(1_000, 400, "boot", first);
        return journal;
    }

    static Journal begin(Path directory, Consumer<Events> first) {
        return begin(open(directory), first);
    }

    static Journal begin(Path directory) {
        return begin(directory, events -> {});
    }

    static Recovery recover(Journal journal, Events into) {
        return journal.recover(into, (bytes, ofBytes) -> {});
    }

    /** Has a snapshot written, and waits until it is in use. */
    static void snapshot(Journal journal, long nowNs, Consumer<Events> tell) {
        Snapshot snapshot = journal.snapshot();
        while (!snapshot.isReady()) {
            Thread.onSpinWait();
        }
        tell.accept(journal.tell(snapshot, nowNs));
        snapshot.end();
        while (!snapshot.isOver()) {
            Thread.onSpinWait();
        }
    }

    static List<String> recovered(Path directory) {
        Told told = new Told();
        try (Journal journal = open(directory)) {
            recover(journal, told.events());
        }
        return told.lines();
    }

    static Recovery recovery(Path directory) {
        try (Journal journal = open(directory)) {
            return recover(journal, NoEvents.INSTANCE);
        }
    }

    /** Copies a directory as it is, which is what a killed process leaves behind. */
    static Path copy(Path from, Path to) throws IOException {
        for (Path file : walk(from)) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
        return to;
    }

    /** Returns the only generation's directory. */
    static Path generation(Path directory) {
        return walk(directory).stream()
                .filter(file -> file.getFileName().toString().startsWith("generation-"))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the only generation's segments. */
    static List<Path> segments(Path directory) {
        return walk(directory).stream()
                .filter(file -> file.toString().endsWith(".cq4"))
                .toList();
    }

    /** Returns every name in a directory with a digest of the content. */
    static Map<String, String> content(Path directory) throws IOException {
        Map<String, String> content = new TreeMap<>();
        for (Path file : walk(directory)) {
            byte[] bytes = Files.isDirectory(file) ? new byte[0] : Files.readAllBytes(file);
            content.put(directory.relativize(file).toString(), bytes.length + "#" + Arrays.hashCode(bytes));
        }
        return content;
    }

    private static List<Path> walk(Path directory) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> found = Files.walk(directory)) {
            found.sorted().forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
