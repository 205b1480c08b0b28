package io.sluice.journal;

import io.sluice.core.Durability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * What a journal consists of. Lines of ASCII, so that people can read it; the last one is a checksum over those before.
 *
 * <pre>
 *    sluice journal 2
 *    durability fsync
 *    boot 3c5b9a58-8f6c-4b1e-9d53-0f1f0cf0e1aa
 *    mount ext4/vda/2861
 *    clock 1764000000000000000                    engine time minus nanoTime
 *    forced 6123                                  all up to this sequence was on disk
 *    snapshot 5120                                what a snapshot holds up to; 0 without one
 *    generation 9 snapshot salt 9f0c2b7e55d1a804
 *    segment 0 first 1 previous 00000000 length 262948 crc 1b2c3d4e
 *    generation 7 events salt 07c1a5be00d3f1a2
 *    segment 2 first 5100 previous 77aa88bb length 66987204 crc 5d1f0a3c
 *    generation 10 events salt 51d2a80f33e1c470
 *    segment 0 first 6000 previous 5d1f0a3c open  at most one is open, the last that was begun
 *    segment 1 reserved                           at most one, behind it
 *    unclean                                      or clean, once closed
 *    crc 8d1f0a3b
 * </pre>
 *
 * <p>Version 2 says that events of version 1 of their schema may stand in the files; the text is that of version 1.
 *
 * @param durability what it is written with.
 * @param bootId the boot it is written in; printable ASCII, may be empty.
 * @param mount the mount it is written through, as {@link Disk#mount}.
 * @param clockOffsetNs engine time minus {@code System.nanoTime()}.
 * @param forced the last sequence that was on disk when this was written.
 * @param snapshotSequence the last sequence that the snapshot stands for; 0 without one.
 * @param generations the snapshot's, if there is one, then those of events, in order.
 * @param clean whether the owner closed the journal.
 */
record Manifest(
        Durability durability,
        String bootId,
        String mount,
        long clockOffsetNs,
        long forced,
        long snapshotSequence,
        List<Generation> generations,
        boolean clean) {
    static final String NAME = "MANIFEST";
    static final int VERSION = 2;
    private static final int FIRST_VERSION = 1;
    private static final String TITLE = "sluice journal ";
    private static final int FIRST_GENERATION_LINE = 7;

    /**
     * The files that one writer wrote in one directory.
     *
     * @param number its number.
     * @param isSnapshot whether its batches are a snapshot, with sequences of their own, or events.
     * @param salt the random number in its batches.
     * @param segments those files that still count, in order.
     */
    record Generation(long number, boolean isSnapshot, long salt, List<Segment> segments) {
        Generation {
            segments = List.copyOf(segments);
        }
    }

    /**
     * One file of a generation.
     *
     * @param number from 0.
     * @param firstSequence of its first batch; 0 while it is reserved.
     * @param previousCrc the checksum of the batch before that.
     * @param length where its last batch ends, bytes; {@link #OPEN} while it is written, {@link #RESERVED} before.
     * @param crc the checksum of its last batch, which seals the chain of all batches before; 0 while it is written.
     */
    record Segment(int number, long firstSequence, int previousCrc, long length, int crc) {
        static final long OPEN = -1;
        static final long RESERVED = -2;

        static Segment open(int number, long firstSequence, int previousCrc) {
            return new Segment(number, firstSequence, previousCrc, OPEN, 0);
        }

        static Segment reserved(int number) {
            return new Segment(number, 0, 0, RESERVED, 0);
        }

        boolean isClosed() {
            return length >= 0;
        }

        boolean isReserved() {
            return length == RESERVED;
        }

        private String text() {
            if (isReserved()) {
                return "segment " + number + " reserved";
            }
            String first =
                    String.format(Locale.ROOT, "segment %d first %d previous %08x", number, firstSequence, previousCrc);
            return first + (isClosed() ? String.format(Locale.ROOT, " length %d crc %08x", length, crc) : " open");
        }

        private static Segment parse(String[] words) {
            int number = Integer.parseInt(words[1]);
            if (words.length == 3) {
                return reserved(number);
            }
            long first = Long.parseLong(words[3]);
            int previous = Integer.parseUnsignedInt(words[5], 16);
            return words.length == 7
                    ? open(number, first, previous)
                    : new Segment(
                            number, first, previous, Long.parseLong(words[7]), Integer.parseUnsignedInt(words[9], 16));
        }
    }

    Manifest {
        generations = List.copyOf(generations);
        if (!bootId.matches("[!-~]{0,128}") || !mount.matches("[!-~]{0,256}")) {
            throw new IllegalArgumentException("boot id and mount must be printable, were " + bootId + ", " + mount);
        }
    }

    /** The manifest of a directory in which the first generation is about to be made. */
    static Manifest empty(Durability durability) {
        return new Manifest(durability, "", "", 0, 0, 0, List.of(), false);
    }

    /** Tells whether nothing was ever written. */
    boolean isEmpty() {
        return generations.isEmpty();
    }

    /** Returns the largest number of a generation; 0 for none. */
    long lastGeneration() {
        return generations.stream().mapToLong(Generation::number).max().orElse(0);
    }

    String text() {
        return text(VERSION);
    }

    private String text(int version) {
        StringBuilder text = new StringBuilder(TITLE).append(version);
        text.append("\ndurability ").append(durability.name().toLowerCase(Locale.ROOT));
        text.append("\nboot ").append(bootId);
        text.append("\nmount ").append(mount);
        text.append("\nclock ").append(clockOffsetNs);
        text.append("\nforced ").append(forced);
        text.append("\nsnapshot ").append(snapshotSequence);
        for (Generation generation : generations) {
            text.append("\ngeneration ")
                    .append(generation.number)
                    .append(generation.isSnapshot ? " snapshot" : " events");
            text.append(String.format(Locale.ROOT, " salt %016x", generation.salt));
            generation.segments.forEach(segment -> text.append('\n').append(segment.text()));
        }
        text.append(clean ? "\nclean\n" : "\nunclean\n");
        return text + String.format(Locale.ROOT, "crc %08x\n", crc(text));
    }

    private static int crc(CharSequence text) {
        CRC32C crc = new CRC32C();
        crc.update(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        return (int) crc.getValue();
    }

    /**
     * Reads a manifest. Only the exact text that {@link #text} makes is taken, so that every changed bit is noticed.
     *
     * @param file names it in messages.
     * @throws JournalException if the text is damaged or of another version.
     */
    static Manifest parse(String file, String text) {
        int version = version(file, text);
        try {
            Manifest manifest = parse(text.split("\n"));
            if (manifest.text(version).equals(text)) {
                manifest.requireSense();
                return manifest;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new JournalException(file + " is damaged: " + e.getMessage(), e);
        }
        throw new JournalException(file + " is damaged: its checksum is wrong");
    }

    private static int version(String file, String text) {
        int end = text.indexOf('\n');
        if (!text.startsWith(TITLE)
                || end < 0
                || !text.substring(TITLE.length(), end).matches("[0-9]{1,9}")) {
            throw new JournalException(file + " is damaged: it does not begin as a manifest");
        }
        int version = Integer.parseInt(text.substring(TITLE.length(), end));
        if (version > VERSION) {
            throw new NewerVersionException(
                    file + " has format version " + version + ", this program reads up to " + VERSION);
        }
        if (version < FIRST_VERSION) {
            throw new JournalException(file + " has format version " + version + ", which was never released");
        }
        return version;
    }

    private static Manifest parse(String[] lines) {
        List<Generation> generations = new ArrayList<>();
        int line = FIRST_GENERATION_LINE;
        while (lines[line].startsWith("generation ")) {
            String[] words = lines[line++].split(" ");
            List<Segment> segments = new ArrayList<>();
            while (lines[line].startsWith("segment ")) {
                segments.add(Segment.parse(lines[line++].split(" ")));
            }
            generations.add(new Generation(
                    Long.parseLong(words[1]),
                    words[2].equals("snapshot"),
                    Long.parseUnsignedLong(words[4], 16),
                    segments));
        }
        return new Manifest(
                Durability.valueOf(field(lines[1]).toUpperCase(Locale.ROOT)),
                field(lines[2]),
                field(lines[3]),
                Long.parseLong(field(lines[4])),
                Long.parseLong(field(lines[5])),
                Long.parseLong(field(lines[6])),
                generations,
                lines[line].equals("clean"));
    }

    private static String field(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private void requireSense() {
        boolean openSeen = false;
        boolean reservedSeen = false;
        long sequence = 0;
        for (int i = 0; i < generations.size(); i++) {
            Generation generation = generations.get(i);
            boolean isLast = i == generations.size() - 1;
            require(!generation.isSnapshot || i == 0 && snapshotSequence > 0, "generation " + generation.number);
            require(!generation.segments.isEmpty(), "generation " + generation.number);
            for (Segment segment : generation.segments) {
                require(!reservedSeen && (!openSeen || segment.isReserved()), "segment " + segment.number);
                require(segment.isClosed() || isLast && !clean && !generation.isSnapshot, "segment " + segment.number);
                require(segment.isReserved() || segment.firstSequence > sequence, "segment " + segment.number);
                sequence = segment.isReserved() ? sequence : segment.firstSequence;
                openSeen |= !segment.isClosed();
                reservedSeen |= segment.isReserved();
            }
            sequence = generation.isSnapshot ? 0 : sequence;
        }
    }

    private static void require(boolean sense, String where) {
        if (!sense) {
            throw new IllegalArgumentException("there is no sense in " + where);
        }
    }
}
