package io.sluice.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.codec.Told;
import io.sluice.core.Durability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Journals that earlier versions of this program wrote are read for ever. */
class GoldenJournalTest {
    @TempDir
    private Path temporary;

    static Stream<String> golden() {
        return IntStream.rangeClosed(1, Manifest.VERSION)
                .boxed()
                .flatMap(version -> Arrays.stream(GoldenJournals.Kind.values()).map(kind -> kind.file(version)));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void shouldReadJournalThatWasKept(String golden) throws IOException {
        Path directory = temporary.resolve("data");
        try (ZipInputStream packed = new ZipInputStream(resource(golden + ".zip"))) {
            GoldenJournals.unpack(packed, directory);
        }
        List<String> expected;
        try (InputStream text = resource(golden + ".txt")) {
            expected = new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }

        List<String> first = TestJournal.recovered(directory);
        goOn(directory);
        List<String> second = TestJournal.recovered(directory);

        assertEquals(expected, first);
        assertEquals(expected.size() + 1, second.size());
        assertEquals(expected, second.subList(0, expected.size()));
    }

    private static void goOn(Path directory) {
        try (Journal journal = TestJournal.open(directory, Durability.FSYNC, TestJournal.SHORTEST_SEGMENT_LENGTH)) {
            TestJournal.recover(journal, new Told().events());
            journal.begin(1L << 60, 1, "boot", events -> events.forgotten(1));
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream found = GoldenJournalTest.class.getResourceAsStream(name);
        if (found == null) {
            throw new IOException("no resource " + name);
        }
        return found;
    }

    @Test
    @EnabledIfSystemProperty(named = "sluice.golden.write", matches = ".+")
    void shouldWriteThoseOfThisVersionWhenAsked() throws IOException {
        Path resources = Path.of(System.getProperty("sluice.golden.write"));
        Files.createDirectories(resources);

        GoldenJournals.main(new String[] {resources.toString()});
    }
}
