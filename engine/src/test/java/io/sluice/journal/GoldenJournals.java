package io.sluice.journal;

import io.sluice.codec.EveryEvent;
import io.sluice.codec.Told;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.NoEvents;
import io.sluice.core.Submission;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes journals to be kept, each as a zip of its directory and a text of the events that must come back. A format version
 * is written once, by the program that has it, and read for ever. {@code engine/README.md} says how.
 */
final class GoldenJournals {
    /** How a journal was written and left. */
    enum Kind {
        FSYNC_CLOSED(Durability.FSYNC, true),
        FSYNC_KILLED(Durability.FSYNC, false),
        ASYNC_KILLED(Durability.ASYNC, false);

        private final Durability durability;
        private final boolean closed;

        Kind(Durability durability, boolean closed) {
            this.durability = durability;
            this.closed = closed;
        }

        /** Returns the name of its files, for a format version, without what follows the dot. */
        String file(int version) {
            return "golden-" + version + "-"
                    + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    private static final int PAYLOAD_LENGTH = 30_000;
    private static final int FILLING_TASKS = 12;

    private final Path directory;
    private final Kind kind;
    private final List<String> expected = new ArrayList<>();
    private long nowNs = 1_000_000;

    private GoldenJournals(Path directory, Kind kind) {
        this.directory = directory;
        this.kind = kind;
    }

    /**
     * Writes the journals of this version.
     *
     * @param arguments the directory of the resources.
     * @throws IOException if that fails.
     */
    public static void main(String[] arguments) throws IOException {
        for (Kind kind : Kind.values()) {
            Path temporary = Files.createTempDirectory("golden");
            GoldenJournals golden = new GoldenJournals(temporary.resolve("data"), kind);
            Path left = golden.write(temporary.resolve("left"));
            Path file = Path.of(arguments[0]).resolve(kind.file(Manifest.VERSION));
            pack(left, Path.of(file + ".zip"));
            Files.writeString(Path.of(file + ".txt"), String.join("\n", golden.expected) + "\n");
        }
    }

    /** Writes three lives: one that fills a segment and a bit, one with a snapshot, one that is left as the kind says. */
    private Path write(Path copy) throws IOException {
        try (Journal journal = begin()) {
            fill(journal, 2 * FILLING_TASKS);
        }
        try (Journal journal = begin()) {
            commit(journal, EveryEvent.all());
            expected.clear();
            Told snapshot = new Told();
            TestJournal.snapshot(journal, nowNs, into -> {
                EveryEvent.all().forEach(event -> event.accept(into));
                EveryEvent.all().forEach(event -> event.accept(snapshot.events()));
                commit(journal, List.of(events -> events.queued(1, nowNs)));
            });
            expected.addAll(0, snapshot.lines());
            fill(journal, FILLING_TASKS);
        }
        Journal journal = begin();
        fill(journal, FILLING_TASKS);
        commit(journal, EveryEvent.all());
        if (!kind.closed) {
            TestJournal.copy(directory, copy);
        }
        journal.close();
        return kind.closed ? directory : copy;
    }

    private Journal begin() {
        Journal journal = TestJournal.open(directory, kind.durability, TestJournal.SHORTEST_SEGMENT_LENGTH);
        TestJournal.recover(journal, NoEvents.INSTANCE);
        nowNs += 1_000;
        journal.begin(nowNs, 1, "boot", events -> tell(events, into -> into.resumed(nowNs, 0, 0)));
        return journal;
    }

    private void fill(Journal journal, int tasks) {
        Submission submission = new Submission().payload(new UnsafeBuffer(new byte[PAYLOAD_LENGTH]), 0, PAYLOAD_LENGTH);
        for (int i = 0; i < tasks; i++) {
            long task = nowNs;
            commit(journal, List.of(events -> events.submitted(task, 1, task, task, submission)));
        }
    }

    private void commit(Journal journal, List<Consumer<Events>> events) {
        nowNs++;
        events.forEach(event -> tell(journal.events(), event));
        journal.commit(nowNs);
    }

    private void tell(Events into, Consumer<Events> event) {
        Told told = new Told();
        event.accept(into);
        event.accept(told.events());
        expected.addAll(told.lines());
    }

    private static void pack(Path directory, Path zip) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream packed = new ZipOutputStream(out, StandardCharsets.US_ASCII);
                Stream<Path> files = Files.walk(directory)) {
            packed.setLevel(9);
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                ZipEntry entry = new ZipEntry(directory.relativize(file).toString());
                entry.setLastModifiedTime(FileTime.fromMillis(0));
                packed.putNextEntry(entry);
                Files.copy(file, packed);
            }
        }
    }

    /** Unpacks a journal that was kept. */
    static void unpack(ZipInputStream packed, Path directory) throws IOException {
        for (ZipEntry entry = packed.getNextEntry(); entry != null; entry = packed.getNextEntry()) {
            Path file = directory.resolve(entry.getName());
            Files.createDirectories(file.getParent());
            Files.copy(packed, file);
        }
    }
}
