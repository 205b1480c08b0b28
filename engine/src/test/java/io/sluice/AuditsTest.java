package io.sluice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.core.Durability;
import io.sluice.core.FullestWindow;
import io.sluice.core.Rate;
import io.sluice.core.Refusal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AuditsTest {
    private static final long BEGIN_NS = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond() * 1_000_000_000;
    private static final long SECOND_NS = 1_000_000_000;
    private static final byte[] PAYLOAD = "the payload".getBytes(StandardCharsets.US_ASCII);

    private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(0, BEGIN_NS));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(
            value = Durability.class,
            names = {"FSYNC", "ASYNC"})
    void shouldCountStartsFromTheJournal(Durability durability) {
        try (Sluice sluice = open(durability)) {
            startEachSecond(sluice, 4);

            List<FullestWindow> windows = sluice.limit("email").audit().join();

            assertEquals(
                    List.of(
                            new FullestWindow(new Rate(3, 3 * SECOND_NS), 3, BEGIN_NS),
                            new FullestWindow(new Rate(9, 9 * SECOND_NS), 4, BEGIN_NS)),
                    windows);
        }
    }

    @Test
    void shouldCountAsFarBackAsTheSnapshotReaches() {
        try (Sluice sluice = open(Durability.FSYNC)) {
            startEachSecond(sluice, 2);
            sluice.snapshot().join();
            startEachSecond(sluice, 2);

            List<FullestWindow> windows = sluice.limit("email").audit().join();

            assertEquals(4, windows.get(1).starts());
        }
    }

    @Test
    void shouldAnswerOneAfterTheOther() {
        try (Sluice sluice = open(Durability.FSYNC)) {
            startEachSecond(sluice, 3);

            List<CompletableFuture<List<FullestWindow>>> audits = Stream.generate(
                            () -> sluice.limit("email").audit())
                    .limit(5)
                    .toList();

            for (CompletableFuture<List<FullestWindow>> audit : audits) {
                assertEquals(3, audit.join().get(1).starts());
            }
        }
    }

    @Test
    void shouldAnswerNothingForAQueueWithoutLimits() {
        try (Sluice sluice = open(Durability.FSYNC)) {
            sluice.submit("email", PAYLOAD).join();

            assertEquals(List.of(), sluice.limit("email").audit().join());
        }
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void shouldRefuseAnUnknownName(Durability durability) {
        try (Sluice sluice = open(durability)) {
            assertEquals(Refusal.NOLIMIT, refusal(sluice.limit("nosuch").audit()));
        }
    }

    @Test
    void shouldRefuseADamagedJournalAndGoOn() throws IOException {
        try (Sluice sluice = open(Durability.FSYNC)) {
            startEachSecond(sluice, 1);
            damage();

            assertEquals(Refusal.DAMAGED, refusal(sluice.limit("email").audit()));
            assertEquals(Refusal.DAMAGED, refusal(sluice.limit("email").audit()));
            sluice.submit("email", PAYLOAD).join();
        }
    }

    private Sluice open(Durability durability) {
        return Sluice.builder()
                .directory(directory)
                .durability(durability)
                .clock(clock)
                .open();
    }

    private void startEachSecond(Sluice sluice, int starts) {
        sluice.queue("email")
                .limit(3, Duration.ofSeconds(3))
                .limit(9, Duration.ofSeconds(9))
                .apply();
        for (int i = 0; i < starts; i++) {
            sluice.submit("email", PAYLOAD).join();
            assertEquals(1, sluice.claim("email").join().size());
            clock.advance(Duration.ofSeconds(1));
        }
    }

    private void damage() throws IOException {
        Path segment;
        try (Stream<Path> files = Files.walk(directory)) {
            segment = files.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
        int at = Files.readString(segment, StandardCharsets.ISO_8859_1)
                .indexOf(new String(PAYLOAD, StandardCharsets.US_ASCII));
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'T'}), at);
        }
    }

    private static Refusal refusal(CompletableFuture<?> refused) {
        CompletionException failure = assertThrows(CompletionException.class, refused::join);
        return assertInstanceOf(RefusedException.class, failure.getCause()).refusal();
    }
}
