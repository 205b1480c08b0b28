package io.sluice.journal;

import io.sluice.codec.EventDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a journal's files tell of themselves where no manifest does: each batch carries the number and the salt of its
 * generation. A generation of nothing but described facts is a snapshot; the newest one that is whole counts, from the moment
 * it tells of. Events of a later generation take the place of those of an earlier one with the same sequences, unless it was
 * left behind before it had got as far.
 */
final class Traces {
    private final Disk disk;
    private final long number;
    private final List<String> names = new ArrayList<>();
    private final Census census = new Census();
    private long salt;
    private long firstSequence;
    private long lastSequence;
    private long lastNs;

    private Traces(Disk disk, long number) {
        this.disk = disk;
        this.number = number;
    }

    /** Finds out what is to be read. */
    static BrokenJournal.Plan plan(Disk disk) throws IOException {
        List<Traces> events = new ArrayList<>();
        Traces snapshot = null;
        for (Traces generation : generations(disk)) {
            if (!generation.census.isSnapshot()) {
                events.removeIf(earlier -> earlier.firstSequence >= generation.firstSequence
                        && earlier.lastSequence <= generation.lastSequence);
                if (events.stream().noneMatch(earlier -> earlier.lastSequence > generation.lastSequence)) {
                    events.add(generation);
                }
            } else if (generation.census.isWhole()) {
                snapshot = generation;
            }
        }
        List<BrokenJournal.Part> parts = new ArrayList<>();
        if (snapshot != null) {
            snapshot.addTo(parts, Long.MAX_VALUE);
        }
        for (int i = 0; i < events.size(); i++) {
            boolean isLast = i + 1 == events.size();
            events.get(i).addTo(parts, isLast ? Long.MAX_VALUE : events.get(i + 1).firstSequence);
        }
        return new BrokenJournal.Plan(
                parts, snapshot == null ? 1 : 0, 0, 0, snapshot == null ? Long.MIN_VALUE : snapshot.lastNs);
    }

    /** Returns the generations that there are whole batches of, in order. */
    private static List<Traces> generations(Disk disk) throws IOException {
        List<Traces> generations = new ArrayList<>();
        for (String directory : disk.list("")) {
            if (JournalFiles.isGeneration(directory)) {
                Traces generation = new Traces(disk, JournalFiles.number(directory));
                generation.look(directory);
                if (generation.lastSequence > 0) {
                    generations.add(generation);
                }
            }
        }
        generations.sort(Comparator.comparingLong(generation -> generation.number));
        return generations;
    }

    private void look(String directory) throws IOException {
        for (String file : disk.list(directory)) {
            if (file.endsWith(JournalFiles.SEGMENT_SUFFIX)) {
                names.add(directory + "/" + file);
            }
        }
        Map<Long, Integer> salts = new HashMap<>();
        for (String name : names) {
            count(name, salts);
        }
        // A client may have sent what looks like a batch, but each such stands inside a whole one that is stepped over.
        salt = salts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(0L);
        for (String name : names) {
            take(name);
        }
    }

    private void count(String name, Map<Long, Integer> salts) throws IOException {
        try (SegmentReader reader = SegmentReader.ofAnySalt(disk.open(name), number)) {
            while (reader.next() || reader.nextBehindHole(0)) {
                salts.merge(reader.batch().salt(), 1, Integer::sum);
            }
        }
    }

    private void take(String name) throws IOException {
        EventDecoder decoder = new EventDecoder();
        try (SegmentReader reader = new SegmentReader(disk.open(name), number, salt, Long.MAX_VALUE)) {
            while (reader.next() || reader.nextBehindHole(lastSequence)) {
                Batch batch = reader.batch();
                firstSequence = firstSequence == 0 ? batch.sequence() : firstSequence;
                lastSequence = Math.max(lastSequence, batch.sequence());
                lastNs = Math.max(lastNs, batch.atNs());
                count(batch, decoder);
            }
        }
    }

    private void count(Batch batch, EventDecoder decoder) {
        int end = Batch.HEADER_LENGTH + batch.eventsLength();
        try {
            for (int offset = Batch.HEADER_LENGTH; offset < end; ) {
                offset = decoder.decode(batch.view(), offset, end, census);
            }
        } catch (IllegalArgumentException e) {
            // Whoever reads it for good says so.
            census.lost();
        }
    }

    private void addTo(List<BrokenJournal.Part> parts, long belowSequence) {
        for (String name : names) {
            parts.add(new BrokenJournal.Part(
                    name, number, census.isSnapshot(), salt, Manifest.Segment.OPEN, belowSequence));
        }
    }
}
