package io.sluice.journal;

import io.sluice.codec.EventDecoder;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import io.sluice.core.NoEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A journal that may be damaged anywhere: tells every whole batch that there is, in order, and says where something is
 * missing. Where the manifest is damaged or gone, what the files themselves tell stands in for it. Nothing is changed, and
 * nobody may be writing meanwhile. For one thread, once.
 */
public final class BrokenJournal {
    private final Disk disk;
    private final Listener listener;
    private final Events into;
    private final EventDecoder decoder = new EventDecoder();
    private Plan plan;
    private String why;
    private boolean anew;
    private long sequence;
    private int crc;
    private long lastNs;
    private long forced;
    private long events;
    private long batches;
    private long bytes;
    private String lostIn;
    private long lostAt;
    private long lostBytes;

    /** Hears of each batch before its events are told, and of what is missing before that which stands behind it. */
    public interface Listener extends BatchListener {
        /**
         * Hears that something is missing.
         *
         * @param hole where.
         */
        void hole(Hole hole);
    }

    /**
     * A file, and what is to be read of it.
     *
     * @param name the file.
     * @param generation its generation.
     * @param isSnapshot whether that is a snapshot.
     * @param salt the random number in its batches.
     * @param length where its last batch ends, bytes; negative if that is not known.
     * @param belowSequence only batches with smaller sequences count.
     */
    record Part(String name, long generation, boolean isSnapshot, long salt, long length, long belowSequence) {}

    /**
     * What is to be read.
     *
     * @param parts all files, in order: the snapshot's first.
     * @param firstSequence of the events; 0 if it is not known.
     * @param previousCrc the checksum of the batch before.
     * @param snapshotSequence up to where a snapshot stands for events.
     * @param snapshotNs before when it does, where only that is known; {@link Long#MIN_VALUE} otherwise. Of that very instant
     *     there may be events that it stands for, and others that it does not.
     */
    record Plan(List<Part> parts, long firstSequence, int previousCrc, long snapshotSequence, long snapshotNs) {}

    /**
     * Names a journal.
     *
     * @param disk where it is.
     * @param listener hears of batches and holes.
     * @param into hears the events.
     */
    public BrokenJournal(Disk disk, Listener listener, Events into) {
        this.disk = disk;
        this.listener = listener;
        this.into = into;
    }

    /**
     * Tells all events that can be read.
     *
     * @return what was found. Without a manifest it names no boot and the durability {@code FSYNC}.
     * @throws JournalException if there is no journal, it is of a newer version, or the disk cannot be read.
     */
    public Recovery tell() {
        try {
            Manifest manifest = manifest();
            plan = manifest == null ? Traces.plan(disk) : plan(manifest);
            forced = manifest == null ? 0 : manifest.forced();
            readAll();
            return recovery(manifest);
        } catch (IOException e) {
            throw new JournalException("cannot read " + disk.path() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns what is wrong with the manifest.
     *
     * @return one line; {@code null} if nothing is.
     */
    public String manifestDamage() {
        return why;
    }

    private Manifest manifest() throws IOException {
        try {
            Manifest manifest = JournalFiles.readManifest(disk);
            if (manifest == null) {
                throw new NewerVersionException("there is no journal in " + disk.path());
            }
            return manifest;
        } catch (NewerVersionException e) {
            throw e;
        } catch (JournalException e) {
            why = e.getMessage();
            return null;
        }
    }

    private Plan plan(Manifest manifest) throws IOException {
        List<Part> parts = new ArrayList<>();
        for (Manifest.Generation generation : manifest.generations()) {
            for (Manifest.Segment segment : generation.segments()) {
                String name = JournalFiles.segment(generation.number(), segment.number());
                parts.add(part(generation, name, segment.length()));
            }
        }
        Manifest.Segment first = manifest.generations().stream()
                .filter(generation -> !generation.isSnapshot())
                .flatMap(generation -> generation.segments().stream())
                .findFirst()
                .orElse(Manifest.Segment.open(0, 1, 0));
        addUnnamed(manifest, parts);
        return new Plan(parts, first.firstSequence(), first.previousCrc(), manifest.snapshotSequence(), Long.MIN_VALUE);
    }

    private void addUnnamed(Manifest manifest, List<Part> parts) throws IOException {
        if (parts.isEmpty() || parts.get(parts.size() - 1).isSnapshot || manifest.clean()) {
            return;
        }
        Manifest.Generation last =
                manifest.generations().get(manifest.generations().size() - 1);
        String lastNamed = parts.get(parts.size() - 1).name;
        String directory = JournalFiles.generation(last.number());
        if (disk.exists(directory)) {
            disk.list(directory).stream()
                    .filter(file -> file.endsWith(JournalFiles.SEGMENT_SUFFIX))
                    .map(file -> directory + "/" + file)
                    .filter(name -> name.compareTo(lastNamed) > 0)
                    .forEach(name -> parts.add(part(last, name, Manifest.Segment.OPEN)));
        }
    }

    private static Part part(Manifest.Generation generation, String name, long length) {
        return new Part(name, generation.number(), generation.isSnapshot(), generation.salt(), length, Long.MAX_VALUE);
    }

    private void readAll() throws IOException {
        boolean ofSnapshot = true;
        begin(1, 0);
        for (Part part : plan.parts) {
            if (ofSnapshot && !part.isSnapshot) {
                tellHole(0);
                ofSnapshot = false;
                begin(plan.firstSequence, plan.previousCrc);
            }
            read(part);
        }
        if (sequence < forced && !ofSnapshot) {
            lose(path(plan.parts.get(plan.parts.size() - 1)), 0, 0);
        }
        tellHole(sequence < forced ? forced : 0);
    }

    private void begin(long firstSequence, int previousCrc) {
        anew = firstSequence == 0;
        sequence = Math.max(0, firstSequence - 1);
        crc = previousCrc;
    }

    private void read(Part part) throws IOException {
        if (!disk.exists(part.name)) {
            lose(path(part), 0, Math.max(0, part.length));
            return;
        }
        long limit = part.length >= 0 ? part.length : Long.MAX_VALUE;
        try (SegmentReader reader = new SegmentReader(disk.open(part.name), part.generation, part.salt, limit)) {
            read(part, reader);
        }
    }

    private void read(Part part, SegmentReader reader) throws IOException {
        while (reader.next() || reader.nextBehindHole(sequence)) {
            Batch batch = reader.batch();
            if (batch.sequence() > sequence && batch.sequence() < part.belowSequence) {
                take(part, reader, batch);
            }
        }
        long from = reader.end();
        long left = part.length >= 0 ? part.length - reader.batchEnd() : reader.contentEnd(from) - from;
        if (left > 0) {
            lose(path(part), part.length >= 0 ? reader.batchEnd() : from, left);
        }
    }

    private void take(Part part, SegmentReader reader, Batch batch) {
        if (batch.version() > Batch.VERSION) {
            throw new NewerVersionException(path(part) + " has a batch of format version " + batch.version()
                    + ", this program reads up to " + Batch.VERSION);
        }
        if (!anew && (batch.sequence() != sequence + 1 || batch.previousCrc() != crc)) {
            lose(path(part), reader.lastBatchEnd(), reader.batchAt() - reader.lastBatchEnd());
        }
        anew = false;
        tellHole(batch.sequence() - 1);
        tell(part, reader, batch);
        sequence = batch.sequence();
        crc = batch.crc();
        lastNs = Math.max(lastNs, batch.atNs());
        forced = part.isSnapshot ? forced : Math.max(forced, batch.forced());
    }

    private void tell(Part part, SegmentReader reader, Batch batch) {
        if (!part.isSnapshot && (batch.sequence() <= plan.snapshotSequence || batch.atNs() < plan.snapshotNs)) {
            return;
        }
        int length = Batch.HEADER_LENGTH + batch.eventsLength();
        try {
            decode(batch, NoEvents.INSTANCE);
        } catch (IllegalArgumentException e) {
            lose(path(part), reader.batchAt(), length);
            sequence = batch.sequence() - 1;
            tellHole(batch.sequence());
            return;
        }
        listener.batch(path(part), reader.batchAt(), batch.sequence(), batch.atNs());
        events += decode(batch, into);
        batches++;
        bytes += length;
    }

    private int decode(Batch batch, Events to) {
        int end = Batch.HEADER_LENGTH + batch.eventsLength();
        int count = 0;
        for (int offset = Batch.HEADER_LENGTH; offset < end; count++) {
            offset = decoder.decode(batch.view(), offset, end, to);
        }
        return count;
    }

    private void lose(String file, long offset, long length) {
        if (lostIn == null) {
            lostIn = file;
            lostAt = offset;
        }
        lostBytes += length;
    }

    private void tellHole(long lastSequence) {
        if (lostIn != null) {
            listener.hole(new Hole(lostIn, lostAt, lostBytes, sequence + 1, lastSequence));
            lostIn = null;
            lostBytes = 0;
        }
    }

    private String path(Part part) {
        return disk.path() + "/" + part.name;
    }

    private Recovery recovery(Manifest manifest) {
        boolean isNamed = manifest != null;
        return new Recovery(
                false,
                isNamed && manifest.clean(),
                isNamed ? manifest.lastGeneration() : 0,
                isNamed ? manifest.durability() : Durability.FSYNC,
                !isNamed || manifest.mount().isEmpty() || !manifest.mount().equals(disk.mount()),
                isNamed ? manifest.bootId() : "",
                isNamed ? manifest.clockOffsetNs() : 0,
                lastNs,
                lastNs,
                events,
                batches,
                bytes,
                0,
                0,
                "");
    }
}
