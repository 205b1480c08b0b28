package io.sluice.journal;

import io.sluice.core.Durability;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * What a journal consists of. Lines of ASCII, so that people can read it; the last one is a checksum over those before.
 *
 * <pre>
 *    sluice journal 0
 *    generation 7
 *    salt 9f0c2b7e55d1a804
 *    durability fsync
 *    boot 3c5b9a58-8f6c-4b1e-9d53-0f1f0cf0e1aa
 *    clock 1764000000000000000               engine time minus nanoTime
 *    snapshot 41                             the last sequence of the snapshot, which was forced
 *    segment 0 first 40 length 262948 crc 1b2c3d4e
 *    segment 1 first 52 open                 only the last segment is open
 *    unclean                                 or clean, once closed
 *    crc 8d1f0a3b
 * </pre>
 *
 * @param generation its number; 0 before the first.
 * @param salt the random number in the generation's batches.
 * @param durability what it is written with.
 * @param bootId the boot it is written in; printable ASCII, may be empty.
 * @param clockOffsetNs engine time minus {@code System.nanoTime()}.
 * @param snapshotSequence the last sequence of the snapshot.
 * @param segments the files, in order.
 * @param clean whether the owner closed the journal.
 */
record Manifest(
        long generation,
        long salt,
        Durability durability,
        String bootId,
        long clockOffsetNs,
        long snapshotSequence,
        List<Segment> segments,
        boolean clean) {
    private static final String TITLE = "sluice journal ";
    private static final int VERSION = 0;

    /**
     * One file of a generation.
     *
     * @param number from 0.
     * @param firstSequence of its first batch.
     * @param length where its last batch ends, bytes; {@link #OPEN} while it is written.
     * @param crc the checksum of its last batch, which seals the chain of all batches before; 0 while it is written.
     */
    record Segment(int number, long firstSequence, long length, int crc) {
        static final long OPEN = -1;

        boolean isOpen() {
            return length == OPEN;
        }
    }

    Manifest {
        segments = List.copyOf(segments);
        if (!bootId.matches("[!-~]{0,128}")) {
            throw new IllegalArgumentException("boot id must be up to 128 printable characters, was " + bootId);
        }
    }

    /** The manifest of a directory in which the first generation is about to be made. */
    static Manifest empty(Durability durability) {
        return new Manifest(0, 0, durability, "", 0, 0, List.of(), false);
    }

    Manifest with(List<Segment> segments, boolean clean) {
        return new Manifest(generation, salt, durability, bootId, clockOffsetNs, snapshotSequence, segments, clean);
    }

    Manifest withSnapshot(long sequence) {
        return new Manifest(generation, salt, durability, bootId, clockOffsetNs, sequence, segments, clean);
    }

    String text() {
        StringBuilder text = new StringBuilder(TITLE).append(VERSION);
        text.append("\ngeneration ").append(generation);
        text.append("\nsalt ").append(String.format(Locale.ROOT, "%016x", salt));
        text.append("\ndurability ").append(durability.name().toLowerCase(Locale.ROOT));
        text.append("\nboot ").append(bootId);
        text.append("\nclock ").append(clockOffsetNs);
        text.append("\nsnapshot ").append(snapshotSequence);
        for (Segment segment : segments) {
            text.append("\nsegment ").append(segment.number).append(" first ").append(segment.firstSequence);
            text.append(
                    segment.isOpen()
                            ? " open"
                            : String.format(Locale.ROOT, " length %d crc %08x", segment.length, segment.crc));
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
     * @throws JournalException if the text is damaged or of a newer version.
     */
    static Manifest parse(Path file, String text) {
        requireVersion(file, text);
        try {
            Manifest manifest = parse(text.split("\n"));
            if (manifest.text().equals(text)) {
                manifest.requireSense();
                return manifest;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new JournalException(file + " is damaged: " + e.getMessage(), e);
        }
        throw new JournalException(file + " is damaged: its checksum is wrong");
    }

    private void requireSense() {
        int last = segments.size() - 1;
        for (int i = 0; i <= last; i++) {
            Segment segment = segments.get(i);
            if (segment.number != i || segment.firstSequence < 1 || segment.isOpen() != (i == last && !clean)) {
                throw new IllegalArgumentException("there is no sense in segment " + i);
            }
        }
        if (generation < 0 || (generation == 0) != segments.isEmpty()) {
            throw new IllegalArgumentException("it has " + segments.size() + " segments");
        }
    }

    private static void requireVersion(Path file, String text) {
        int end = text.indexOf('\n');
        if (!text.startsWith(TITLE)
                || end < 0
                || !text.substring(TITLE.length(), end).matches("[0-9]{1,9}")) {
            throw new JournalException(file + " is damaged: it does not begin as a manifest");
        }
        int version = Integer.parseInt(text.substring(TITLE.length(), end));
        if (version > VERSION) {
            throw new JournalException(
                    file + " has format version " + version + ", this program reads up to " + VERSION);
        }
    }

    private static Manifest parse(String[] lines) {
        List<Segment> segments = new ArrayList<>();
        int line = 7;
        while (lines[line].startsWith("segment ")) {
            segments.add(segment(lines[line++].split(" ")));
        }
        return new Manifest(
                Long.parseLong(field(lines[1])),
                Long.parseUnsignedLong(field(lines[2]), 16),
                Durability.valueOf(field(lines[3]).toUpperCase(Locale.ROOT)),
                field(lines[4]),
                Long.parseLong(field(lines[5])),
                Long.parseLong(field(lines[6])),
                segments,
                lines[line].equals("clean"));
    }

    private static String field(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }

    private static Segment segment(String[] words) {
        boolean open = words[4].equals("open");
        return new Segment(
                Integer.parseInt(words[1]),
                Long.parseLong(words[3]),
                open ? Segment.OPEN : Long.parseLong(words[5]),
                open ? 0 : Integer.parseUnsignedInt(words[7], 16));
    }
}
