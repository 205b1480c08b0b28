package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.core.Durability;
import io.sluice.core.NoEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The last 64 KiB of a killed journal damaged at every byte in every way of some kind: what is read is refused, or the
 * beginning of what was written, in whole batches, with everything that the sound ones know as forced. The same for each byte
 * of a snapshot and of the manifest, which are sound or refused.
 */
@Tag("exhaustive")
class TailDamageTest {
    private static final int TAIL_LENGTH = 64 << 10;
    private static final int SECTOR_LENGTH = 512;
    private static final int BITS = 8;
    private static final long SALT = 7;
    private static final int SEGMENT_LENGTH = 256 << 10;

    /** Where a batch stands in its file, without the library's header before it. */
    private record Place(int from, int to, long forced) {}

    /** A damage: the file's length and what lies where. */
    private record Damage(String name, int length, int from, byte[] patch) {
        boolean spares(Place place) {
            return place.to <= length && (place.to <= from || from + patch.length <= place.from);
        }

        /** Tells whether there are only zeros behind a place. */
        boolean leavesNothing(byte[] content, int behind) {
            for (int at = behind; at < length; at++) {
                if ((at < from || at >= from + patch.length ? content[at] : patch[at - from]) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final SplittableRandom random = new SplittableRandom(1);
    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final SimulatedBackground background = new SimulatedBackground(() -> 0);
    private final NumberedTasks told = new NumberedTasks();
    private DamageOverlay overlay;
    private Manifest manifest;
    private List<Place> seenPlaces;
    private int toldBefore;
    private long cases;
    private long refused;
    private long cut;

    private Journal begin() {
        Journal journal = Journal.open(
                disk,
                background,
                new Journal.Options(Durability.FSYNC, 0, SEGMENT_LENGTH, () -> SALT),
                new Journal.Listener() {
                    @Override
                    public void onFailure(Throwable failure) {
                        throw new AssertionError(failure);
                    }

                    @Override
                    public void onProgress() {}
                });
        TestJournal.recover(journal, NoEvents.INSTANCE);
        journal.begin(1, 1, "boot", events -> told.tell(events, 1));
        return journal;
    }

    /** Commits tasks, numbered from 2, one a batch. */
    private void commit(Journal journal, int first, int last) {
        for (int task = first; task <= last; task++) {
            told.tell(journal.events(), task);
            journal.commit(task);
        }
    }

    private Damage flip(String name, byte[] content, int at, int bit) {
        return new Damage(name, content.length, at, new byte[] {(byte) (content[at] ^ 1 << bit)});
    }

    /** Returns every kind of damage at one place; what is zeroed or garbled ends with the content. */
    private List<Damage> damages(String name, byte[] content, int at, int end) {
        List<Damage> damages = new ArrayList<>();
        damages.add(new Damage(name, at, at, new byte[0]));
        damages.add(new Damage(name, content.length, at, new byte[end - at]));
        int sector = Math.min(SECTOR_LENGTH, end - at);
        damages.add(new Damage(name, content.length, at, new byte[sector]));
        byte[] garbled = new byte[sector];
        random.nextBytes(garbled);
        damages.add(new Damage(name, content.length, at, garbled));
        for (int bit = 0; bit < BITS; bit++) {
            damages.add(flip(name, content, at, bit));
        }
        return damages;
    }

    /** Finds batches with a hand-made look at the bytes. */
    private static List<Place> places(byte[] content) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        List<Place> places = new ArrayList<>();
        for (int at = 4; at + 72 <= content.length; at += 4) {
            if (bytes.getInt(at) == 0x51434c53 && bytes.getLong(at + 28) == places.size() + 1) {
                int from = at - 4;
                places.add(new Place(from, from + 72 + bytes.getInt(from + 12), bytes.getLong(from + 40)));
            }
        }
        return places;
    }

    /** Reads with a damage; returns what was found, or {@code null} if it was refused. */
    private Recovery read(Damage damage) throws IOException {
        cases++;
        told.restart(toldBefore);
        overlay.damage(damage.name, damage.length, damage.from, damage.patch);
        try {
            Manifest read = damage.name.equals(Manifest.NAME) ? JournalFiles.readManifest(overlay) : manifest;
            try (JournalReader reader = new JournalReader(overlay, read, told)) {
                reader.requireFiles();
                return reader.readAll();
            }
        } catch (JournalException e) {
            refused++;
            return null;
        }
    }

    @Test
    void shouldNeverMisreadDamagedTail() throws IOException {
        damageTail(1);

        assertTrue(cases >= 720_000, cases + " cases");
        System.out.println("damaged tail: " + cases + " cases, " + refused + " refused, " + cut + " cut, 0 wrong");
    }

    /** Damages a byte of every so many of the tail. */
    void damageTail(int step) throws IOException {
        int tasks = 1;
        String name = JournalFiles.segment(1, 0);
        Journal journal = begin();
        while (journal.bytes() < TAIL_LENGTH + TAIL_LENGTH / 16) {
            tasks++;
            commit(journal, tasks, tasks);
        }
        overlay = new DamageOverlay(disk, "", JournalFiles.generation(1));
        manifest = JournalFiles.readManifest(overlay);
        List<Place> places = places(overlay.content(name));
        int end = places.get(places.size() - 1).to;
        byte[] content = Arrays.copyOf(overlay.content(name), end + SECTOR_LENGTH);

        int next = 0;
        for (int at = end - TAIL_LENGTH; at < end; at += step) {
            if (at >= places.get(next).to) {
                while (at >= places.get(next).to) {
                    next++;
                }
                beginAt(name, content, places, next - 1);
            }
            int from = at - places.get(next - 1).from + 4;
            byte[] seen = overlay.content(name);
            for (Damage damage : damages(name, seen, from, seen.length - SECTOR_LENGTH)) {
                judge(damage, seenPlaces, read(damage));
            }
        }

        assertEquals(tasks, places.size());
    }

    /** Lets the segment begin with a later batch: what lies before the damage and is sound need not be read each time. */
    private void beginAt(String name, byte[] content, List<Place> places, int first) {
        int begin = places.get(first).from - 4;
        int previousCrc =
                ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(begin + 4 + 64);
        overlay.put(name, Arrays.copyOfRange(content, begin, content.length));
        toldBefore = first;
        seenPlaces = places.subList(first, places.size()).stream()
                .map(place -> new Place(place.from - begin, place.to - begin, place.forced))
                .toList();
        manifest = new Manifest(
                manifest.durability(),
                manifest.bootId(),
                manifest.mount(),
                manifest.clockOffsetNs(),
                manifest.forced(),
                0,
                List.of(new Manifest.Generation(
                        1, false, SALT, List.of(Manifest.Segment.open(0, first + 1, previousCrc)))),
                false);
    }

    private void judge(Damage damage, List<Place> places, Recovery found) {
        if (found == null) {
            return;
        }
        long forced = manifest.forced();
        for (int i = places.size() - 1; i >= 0 && forced == manifest.forced(); i--) {
            forced = damage.spares(places.get(i)) ? Math.max(forced, places.get(i).forced) : forced;
        }
        int read = told.count() - toldBefore;
        cut += read < places.size() ? 1 : 0;
        assertFalse(told.isWrong(), () -> "misread: " + damage);
        assertTrue(told.count() >= forced && read <= places.size(), () -> told.count() + " tasks: " + damage);
        assertEquals(read, found.batches());
        assertTrue(
                read == places.size()
                        || found.cutBytes() > 0
                        || damage.leavesNothing(overlay.content(damage.name), places.get(read).from - 4),
                () -> "something is missing and nobody says so: " + damage);
    }

    @Test
    void shouldRefuseDamagedSnapshotAndManifest() throws IOException {
        Journal journal = begin();
        commit(journal, 2, 5);
        Snapshot snapshot = journal.snapshot();
        background.runAll();
        for (int task = 1; task <= 5; task++) {
            told.tell(journal.tell(snapshot, 5), task);
        }
        snapshot.end();
        background.runAll();
        commit(journal, 6, 8);
        assertFalse(snapshot.hasFailed());
        overlay = new DamageOverlay(disk, "", JournalFiles.generation(1), JournalFiles.generation(2));
        manifest = JournalFiles.readManifest(overlay);

        for (String name : List.of(JournalFiles.segment(2, 0), Manifest.NAME)) {
            byte[] content = overlay.content(name);
            for (int at = 0; at < content.length; at++) {
                for (Damage damage : damages(name, content, at, content.length)) {
                    boolean isRefused = read(damage) == null;
                    assertTrue(isRefused || told.count() == 8 && !told.isWrong(), damage::toString);
                    assertTrue(isRefused || !name.equals(Manifest.NAME), damage::toString);
                }
            }
        }
        System.out.println("damaged snapshot and manifest: " + cases + " cases, " + refused + " refused, 0 wrong");
    }
}
