package io.sluice.journal;

import io.sluice.codec.EventEncoder;
import io.sluice.codec.EventFuzz;
import io.sluice.codec.EveryEvent;
import io.sluice.core.Durability;
import io.sluice.core.Events;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes inputs for the fuzz targets to begin with: each kind of event, small journals of them, and a manifest. */
final class FuzzSeeds {
    private static final int ROOM = 1 << 16;
    private static final int PART_LENGTH = 16;
    private static final int ALL_RIGHT = 3;

    private final Path directory;

    private FuzzSeeds(Path directory) {
        this.directory = directory;
    }

    /**
     * Writes them.
     *
     * @param arguments the directory of the resources.
     * @throws IOException if that fails.
     */
    public static void main(String[] arguments) throws IOException {
        FuzzSeeds seeds = new FuzzSeeds(Path.of(arguments[0]));
        seeds.writeEvents();
        seeds.writeJournals();
        seeds.writeManifest();
    }

    private void writeEvents() throws IOException {
        int number = 0;
        for (Consumer<Events> event : EveryEvent.all()) {
            write(EventFuzz.class, "event-" + number++, encode(List.of(event)));
        }
    }

    private void writeJournals() throws IOException {
        List<Consumer<Events>> all = EveryEvent.all();
        byte[] first = document(all.subList(0, 6));
        byte[] second = document(all.subList(6, all.size()));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        for (int how : new int[] {0, 4, 16, 32}) {
            write(JournalFuzz.class, "journal-" + how, journal(how | ALL_RIGHT, new byte[0], both, first));
        }
        for (int how : new int[] {8, 24, 56}) {
            write(JournalFuzz.class, "journal-" + how, journal(how | ALL_RIGHT, first, second, first));
        }
    }

    private static byte[] journal(int how, byte[] snapshot, byte[] written, byte[] reserve) {
        int endOfSnapshot = BitUtil.align(snapshot.length, PART_LENGTH);
        int endOfWritten = endOfSnapshot + BitUtil.align(written.length, PART_LENGTH);
        ByteBuffer input = ByteBuffer.allocate(4 + endOfWritten + reserve.length);
        input.put((byte) how)
                .put((byte) 0)
                .put((byte) (endOfSnapshot / PART_LENGTH))
                .put((byte) (endOfWritten / PART_LENGTH));
        input.put(4, snapshot).put(4 + endOfSnapshot, written).put(4 + endOfWritten, reserve);
        return input.array();
    }

    private static byte[] document(List<Consumer<Events>> events) {
        byte[] content = encode(events);
        ByteBuffer document =
                ByteBuffer.allocate(4 + Batch.HEADER_LENGTH + content.length).order(ByteOrder.LITTLE_ENDIAN);
        document.putInt(0, Batch.HEADER_LENGTH + content.length);
        document.put(4 + Batch.HEADER_LENGTH, content);
        new Batch().wrap(document, 4, Batch.HEADER_LENGTH + content.length).seal(2, 0, 1, 0, 0, 0, 0, events.size());
        return document.array();
    }

    private static byte[] encode(List<Consumer<Events>> events) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ROOM]);
        EventEncoder encoder = new EventEncoder().wrap(buffer, 0);
        events.forEach(event -> event.accept(encoder));
        byte[] bytes = new byte[BitUtil.align(encoder.limit(), 4)];
        buffer.getBytes(0, bytes, 0, encoder.limit());
        return bytes;
    }

    private void writeManifest() throws IOException {
        Manifest manifest = new Manifest(
                Durability.FSYNC,
                "3c5b9a58",
                "ext4/vda/2861",
                1_764_000_000_000_000_000L,
                6_123,
                5_120,
                List.of(
                        new Manifest.Generation(9, true, 99, List.of(new Manifest.Segment(0, 1, 0, 262_948, 7))),
                        new Manifest.Generation(7, false, 98, List.of(new Manifest.Segment(2, 5_100, 5, 46_987, 8))),
                        new Manifest.Generation(
                                10,
                                false,
                                97,
                                List.of(Manifest.Segment.open(0, 6_000, 8), Manifest.Segment.reserved(1)))),
                false);
        byte[] text = manifest.text().getBytes(StandardCharsets.US_ASCII);
        byte[] input = new byte[1 + text.length];
        System.arraycopy(text, 0, input, 1, text.length);
        for (byte how = 0; how < 2; how++) {
            input[0] = how;
            write(ManifestFuzz.class, "manifest-" + how, input);
        }
    }

    private void write(Class<?> target, String name, byte[] input) throws IOException {
        Path file = directory.resolve(target.getName().replace('.', '/')).resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, input);
    }
}
