package io.sluice.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.LocalDate;
import java.util.Locale;

/**
 * Where a journal's files are in its directory, and how those are read and replaced that are read as a whole.
 *
 * <pre>
 *    LOCK                              the owner's process id
 *    MANIFEST                          what there must be, see Manifest
 *    generation-0000000007/            what one writer wrote, events or a snapshot
 *        19700101HX.cq4                segment 0
 *        19700102HX.cq4                segment 1
 *        metadata.cq4t                 the library's own; never read back
 * </pre>
 */
final class JournalFiles {
    static final String SEGMENT_SUFFIX = "HX.cq4";
    private static final String TEMPORARY_MANIFEST = "MANIFEST.tmp";
    private static final String GENERATION_PREFIX = "generation-";
    private static final int MAX_MANIFEST_LENGTH = 64 << 20;

    private JournalFiles() {}

    static String generation(long number) {
        return GENERATION_PREFIX + String.format(Locale.ROOT, "%010d", number);
    }

    /** Returns the name of a segment: the library names its files by days, so segment n is the n-th day of 1970. */
    static String segment(long generation, int number) {
        return segment(generation(generation), number);
    }

    static String segment(String directory, int number) {
        LocalDate day = LocalDate.ofEpochDay(number);
        return String.format(
                Locale.ROOT,
                "%s/%04d%02d%02d%s",
                directory,
                day.getYear(),
                day.getMonthValue(),
                day.getDayOfMonth(),
                SEGMENT_SUFFIX);
    }

    static boolean isGeneration(String name) {
        return name.startsWith(GENERATION_PREFIX);
    }

    /** Returns the number of a generation by the name of its directory; 0 if it is none. */
    static long number(String directory) {
        return directory.matches(GENERATION_PREFIX + "[0-9]{1,18}")
                ? Long.parseLong(directory.substring(GENERATION_PREFIX.length()))
                : 0;
    }

    /** Returns the largest number of a generation that there is a directory for; 0 for none. */
    static long lastGeneration(ReadableDisk disk) throws IOException {
        long last = 0;
        for (String name : disk.list("")) {
            last = Math.max(last, number(name));
        }
        return last;
    }

    /** Deletes a directory of a generation with all that is in it. */
    static void deleteGeneration(Disk disk, String directory) throws IOException {
        for (String name : disk.list(directory)) {
            disk.delete(directory + "/" + name);
        }
        disk.delete(directory);
    }

    /** Returns the manifest, or {@code null} in a directory that has no journal yet. */
    static Manifest readManifest(ReadableDisk disk) throws IOException {
        String file = disk.path() + "/" + Manifest.NAME;
        try (Disk.Content content = disk.open(Manifest.NAME)) {
            long length = content.length();
            if (length > MAX_MANIFEST_LENGTH) {
                throw new JournalException(file + " is damaged: longer than " + MAX_MANIFEST_LENGTH + " bytes");
            }
            return Manifest.parse(file, new String(read(content, (int) length), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException | FileNotFoundException e) {
            if (disk.list("").stream().anyMatch(JournalFiles::isGeneration)) {
                throw new JournalException(file + " is missing, but there are generations", e);
            }
            return null;
        }
    }

    private static byte[] read(Disk.Content content, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        int read = 0;
        while (read >= 0 && bytes.hasRemaining()) {
            read = content.read(bytes, bytes.position());
        }
        return bytes.array();
    }

    /** Replaces the manifest: afterwards, and after a power cut at any moment, there is either the old or the new one. */
    static void writeManifest(Disk disk, Manifest manifest) throws IOException {
        disk.write(TEMPORARY_MANIFEST, manifest.text().getBytes(StandardCharsets.ISO_8859_1));
        disk.rename(TEMPORARY_MANIFEST, Manifest.NAME);
        disk.forceDirectory("");
    }
}
