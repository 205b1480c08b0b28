package io.sluice.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.core.Bounds;
import io.sluice.core.Events;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Events as bytes and back. */
class EventCodecTest {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2 * EventFrame.MAX_LENGTH]);
    private final EventEncoder encoder = new EventEncoder();
    private final EventDecoder decoder = new EventDecoder();

    @Property(tries = 2_000)
    void shouldTellWhatWasEncoded(@ForAll("events") Consumer<Events> event, @ForAll("offsets") int offset) {
        Told expected = new Told();
        event.accept(expected.events());

        event.accept(encoder.wrap(buffer, offset));
        Told told = new Told();
        int end = decoder.decode(buffer, offset, encoder.limit(), told.events());

        assertEquals(expected.lines(), told.lines());
        assertEquals(encoder.limit(), end);
        assertEquals(0, (end - offset) % EventFrame.ALIGNMENT);
    }

    @Property(tries = 200)
    void shouldReadNothingBeyondTheBytesGiven(@ForAll("events") Consumer<Events> event) {
        event.accept(encoder.wrap(buffer, 0));
        int step = Math.max(1, encoder.limit() / 100);

        for (int limit = 0; limit < encoder.limit(); limit += step) {
            int cut = limit;
            Told told = new Told();

            assertThrows(IllegalArgumentException.class, () -> decoder.decode(buffer, 0, cut, told.events()));
            assertEquals(List.of(), told.lines());
        }
    }

    @Property(tries = 500)
    void shouldRefuseOrTellButNeverFailOtherwiseWhenBytesAreChanged(
            @ForAll("small") Consumer<Events> event, @ForAll byte value, @ForAll("offsets") int at) {
        UnsafeBuffer exact = new UnsafeBuffer(new byte[4096]);
        event.accept(encoder.wrap(exact, 0));
        UnsafeBuffer bytes = new UnsafeBuffer(new byte[encoder.limit()]);
        bytes.putBytes(0, exact, 0, encoder.limit());
        bytes.putByte(at % bytes.capacity(), value);

        try {
            decoder.decode(bytes, 0, bytes.capacity(), new Told().events());
        } catch (IllegalArgumentException refused) {
            assertEquals(IllegalArgumentException.class, refused.getClass());
        }
    }

    @Example
    void shouldTakeTheLongestPayloadResultAndError() {
        UnsafeBuffer longest = new UnsafeBuffer(new byte[Bounds.MAX_PAYLOAD_LENGTH]);
        UnsafeBuffer id = new UnsafeBuffer(new byte[Bounds.MAX_ID_LENGTH]);
        UnsafeBuffer error = new UnsafeBuffer(new byte[Bounds.MAX_ERROR_LENGTH]);
        UnsafeBuffer group = new UnsafeBuffer(new byte[Bounds.MAX_NAME_LENGTH]);
        List<Consumer<Events>> events = List.of(
                e -> e.queueSet(1, "q".repeat(Bounds.MAX_NAME_LENGTH), longestSettings()),
                e -> e.submitted(
                        1,
                        2,
                        3,
                        4,
                        new Submission()
                                .id(id, 0, id.capacity())
                                .payload(longest, 0, longest.capacity())
                                .group(group, 0, group.capacity())),
                e -> e.completed(1, 2, 3, longest),
                e -> e.retried(1, 2, 3, error),
                e -> e.died(1, 2, error),
                e -> e.described(
                        new Fields(1, TaskState.QUEUED, true, id, longest, error, new UnsafeBuffer(0, 0), group)));

        for (Consumer<Events> event : events) {
            shouldTellWhatWasEncoded(event, 0);

            assertEquals(true, encoder.limit() <= EventFrame.MAX_LENGTH);
        }
    }

    private static QueueSettings longestSettings() {
        List<Rate> rates = Collections.nCopies(Bounds.MAX_RATES, new Rate(1, 1_000));
        List<String> uses = IntStream.range(0, Bounds.MAX_USES)
                .mapToObj(i -> (char) ('a' + i) + "u".repeat(Bounds.MAX_NAME_LENGTH - 1))
                .toList();
        return new QueueChange().limits(rates).groupLimits(rates).uses(uses).applyTo(QueueSettings.DEFAULTS);
    }

    @Example
    void shouldLeaveTheListenersOwnFailuresAlone() {
        encoder.wrap(buffer, 0).forgotten(1);
        Events failing = (Events) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    throw new IndexOutOfBoundsException("the listener's own");
                });

        assertThrows(IndexOutOfBoundsException.class, () -> decoder.decode(buffer, 0, encoder.limit(), failing));
    }

    @Example
    void shouldKeepGoldenBytesForEver() throws IOException {
        StringBuilder encoded = new StringBuilder();
        for (Consumer<Events> event : GoldenEvents.ALL) {
            event.accept(encoder.wrap(buffer, 0));
            byte[] bytes = new byte[encoder.limit()];
            buffer.getBytes(0, bytes);
            encoded.append(HexFormat.of().formatHex(bytes)).append('\n');
        }

        assertEquals(String.join("\n", golden(1)) + "\n", encoded.toString());
        assertEquals(told(GoldenEvents.ALL), decoded(golden(1)));
    }

    @Example
    void shouldReadGoldenBytesOfTheFirstVersion() throws IOException {
        assertEquals(told(GoldenEvents.OF_VERSION_0), decoded(golden(0)));
    }

    private List<String> golden(int version) throws IOException {
        try (InputStream file = getClass().getResourceAsStream("events-" + version + ".hex")) {
            return new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    private static List<String> told(List<Consumer<Events>> events) {
        Told told = new Told();
        events.forEach(event -> event.accept(told.events()));
        return told.lines();
    }

    private List<String> decoded(List<String> hex) {
        Told told = new Told();
        for (String line : hex) {
            UnsafeBuffer bytes = new UnsafeBuffer(HexFormat.of().parseHex(line));
            decoder.decode(bytes, 0, bytes.capacity(), told.events());
        }
        return told.lines();
    }

    @Provide
    Arbitrary<Integer> offsets() {
        return Arbitraries.integers().between(0, 4_000);
    }

    @Provide
    Arbitrary<Consumer<Events>> small() {
        return events(bytes(200));
    }

    @Provide
    Arbitrary<Consumer<Events>> events() {
        return events(Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, bytes(300)), net.jqwik.api.Tuple.of(1, bytes(100_000))));
    }

    private static Arbitrary<Consumer<Events>> events(Arbitrary<DirectBuffer> bytes) {
        Arbitrary<Long> n = Arbitraries.longs();
        Arbitrary<Integer> i = Arbitraries.integers();
        Arbitrary<DirectBuffer> error = bytes(Bounds.MAX_ERROR_LENGTH);
        Arbitrary<Boolean> flag = Arbitraries.of(true, false);
        return Arbitraries.oneOf(List.of(
                Combinators.combine(i, names(), settings()).as((a, b, c) -> e -> e.queueSet(a, b, c)),
                Combinators.combine(i, flag).as((a, b) -> e -> e.queuePaused(a, b)),
                Combinators.combine(n, i, n, n, submissions(bytes))
                        .as((a, b, c, d, s) -> e -> e.submitted(a, b, c, d, s)),
                Combinators.combine(n, n).as((a, b) -> e -> e.queued(a, b)),
                Combinators.combine(n, n, n, n).as((a, b, c, d) -> e -> e.started(a, b, c, d)),
                n.map(a -> e -> e.repliesReleased(a)),
                Combinators.combine(n, n).as((a, b) -> e -> e.extended(a, b)),
                Combinators.combine(n, n, n, bytes).as((a, b, c, d) -> e -> e.completed(a, b, c, d)),
                Combinators.combine(n, n, n, error).as((a, b, c, d) -> e -> e.retried(a, b, c, d)),
                Combinators.combine(n, n, n).as((a, b, c) -> e -> e.returned(a, b, c)),
                Combinators.combine(n, n, error).as((a, b, c) -> e -> e.died(a, b, c)),
                Combinators.combine(n, n, n).as((a, b, c) -> e -> e.cancelled(a, b, c)),
                n.map(a -> e -> e.forgotten(a)),
                Combinators.combine(
                                n, Arbitraries.of(TaskState.class), flag, bytes(128), bytes, error, bytes, bytes(128))
                        .as((a, s, f, id, p, r, t, g) -> e -> e.described(new Fields(a, s, f, id, p, r, t, g))),
                Combinators.combine(i, names(), rates(), n).as((a, b, c, d) -> e -> e.limitSet(a, b, c, d)),
                i.map(a -> e -> e.limitDeleted(a)),
                Combinators.combine(i, n).as((a, b) -> e -> e.limitHeld(a, b)),
                Combinators.combine(i, n, i).as((a, b, c) -> e -> e.limitTaken(a, b, c)),
                Combinators.combine(n, n, n).as((a, b, c) -> e -> e.expired(a, b, c)),
                Combinators.combine(n, n).as((a, b) -> e -> e.revived(a, b)),
                Combinators.combine(i, bytes(128), n, i).as((a, b, c, d) -> e -> e.groupStartsDescribed(a, b, c, d)),
                Combinators.combine(i, n).as((a, b) -> e -> e.groupStartsUnknown(a, b)),
                n.map(a -> e -> e.turnsDescribed(a)),
                Combinators.combine(i, n, i).as((a, b, c) -> e -> e.startsDescribed(a, b, c)),
                Combinators.combine(i, n).as((a, b) -> e -> e.startsUnknown(a, b)),
                Combinators.combine(n, n, n).as((a, b, c) -> e -> e.resumed(a, b, c)),
                Combinators.combine(i, n, n).as((a, b, c) -> e -> e.totalsDescribed(a, b, c)),
                Combinators.combine(n, n).as((a, b) -> e -> e.numbersDescribed(a, b))));
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(Bounds.MAX_NAME_LENGTH);
    }

    private static Arbitrary<DirectBuffer> bytes(int maxLength) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(maxLength).map(UnsafeBuffer::new);
    }

    private static Arbitrary<Long> durations(long minNs) {
        return Arbitraries.longs().between(minNs, Bounds.MAX_DURATION_NS);
    }

    private static Arbitrary<Rate> rates() {
        return rates(Bounds.MAX_RATE_STARTS);
    }

    private static Arbitrary<Rate> rates(int maxStarts) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, maxStarts),
                        Arbitraries.longs().between(1, Bounds.MAX_DURATION_NS / 1_000))
                .as((starts, micros) -> new Rate(starts, micros * 1_000));
    }

    private static Arbitrary<QueueSettings> settings() {
        Arbitrary<QueueChange> lists = Combinators.combine(
                        rates().list().ofMaxSize(Bounds.MAX_RATES),
                        rates(Bounds.MAX_GROUP_RATE_STARTS).list().ofMaxSize(Bounds.MAX_RATES),
                        names().list().uniqueElements().ofMaxSize(Bounds.MAX_USES),
                        Arbitraries.integers().between(0, Bounds.MAX_CONCURRENCY),
                        Arbitraries.integers().between(0, Bounds.MAX_CONCURRENCY),
                        Arbitraries.longs().between(0, Bounds.MAX_LENGTH))
                .as((limits, groupLimits, uses, concurrency, groupConcurrency, maxLength) -> new QueueChange()
                        .limits(limits)
                        .groupLimits(groupLimits)
                        .uses(uses)
                        .concurrency(concurrency)
                        .groupConcurrency(groupConcurrency)
                        .maxLength(maxLength));
        return Combinators.combine(
                        lists,
                        durations(1_000_000),
                        Arbitraries.integers().between(1, Bounds.MAX_ATTEMPTS),
                        durations(0),
                        durations(0),
                        durations(0),
                        durations(0))
                .as((change, lease, attempts, backoff, maxBackoff, keep, ttl) -> change.leaseNs(lease)
                        .attempts(attempts)
                        .backoffNs(backoff)
                        .maxBackoffNs(maxBackoff)
                        .keepNs(keep)
                        .ttlNs(ttl)
                        .applyTo(QueueSettings.DEFAULTS));
    }

    private static Arbitrary<Submission> submissions(Arbitrary<DirectBuffer> payloads) {
        return Combinators.combine(
                        bytes(Bounds.MAX_ID_LENGTH),
                        payloads,
                        Arbitraries.integers().between(0, Bounds.PRIORITIES - 1),
                        Arbitraries.integers().between(0, Bounds.MAX_ATTEMPTS),
                        durations(1_000_000).injectNull(0.3),
                        durations(0).injectNull(0.3),
                        durations(1_000).injectNull(0.3),
                        bytes(Bounds.MAX_NAME_LENGTH))
                .as((id, payload, priority, attempts, leaseNs, keepNs, ttlNs, group) -> {
                    Submission submission = new Submission()
                            .id(id, 0, id.capacity())
                            .payload(payload, 0, payload.capacity())
                            .group(group, 0, group.capacity())
                            .priority(priority);
                    if (attempts > 0) {
                        submission.attempts(attempts);
                    }
                    if (leaseNs != null) {
                        submission.leaseNs(leaseNs);
                    }
                    if (keepNs != null) {
                        submission.keepNs(keepNs);
                    }
                    if (ttlNs != null) {
                        submission.ttlNs(ttlNs);
                    }
                    return submission;
                });
    }

    /** A task whose numbers all differ, so that no two can be mixed up unseen. */
    record Fields(
            long number,
            TaskState state,
            boolean named,
            DirectBuffer id,
            DirectBuffer payload,
            DirectBuffer error,
            DirectBuffer result,
            DirectBuffer group)
            implements Task {
        @Override
        public long turn() {
            return group.capacity() == 0 ? 0 : number + 12;
        }

        @Override
        public long expiresNs() {
            return group.capacity() == 0 ? 0 : number + 13;
        }

        @Override
        public int queue() {
            return (int) number + 1;
        }

        @Override
        public DirectBuffer queueName() {
            return new UnsafeBuffer(0, 0);
        }

        @Override
        public int priority() {
            return (int) (number & 7);
        }

        @Override
        public int attempt() {
            return (int) number + 2;
        }

        @Override
        public int attempts() {
            return (int) number + 3;
        }

        @Override
        public long leaseNs() {
            return number + 4;
        }

        @Override
        public long keepNs() {
            return number + 5;
        }

        @Override
        public long submittedNs() {
            return number + 6;
        }

        @Override
        public long startedNs() {
            return number + 7;
        }

        @Override
        public long finishedNs() {
            return number + 8;
        }

        @Override
        public long turnNs() {
            return number + 9;
        }

        @Override
        public long token() {
            return number + 10;
        }

        @Override
        public int size() {
            return (int) number + 11;
        }
    }

    /** One of each event. Version 0 lacks those of groups, shared limits and expiry. */
    static final class GoldenEvents {
        static final List<Consumer<Events>> OF_VERSION_0 = ofVersion0();
        static final List<Consumer<Events>> ALL = all();

        private GoldenEvents() {}

        private static List<Consumer<Events>> all() {
            return Stream.concat(OF_VERSION_0.stream(), sinceVersion1().stream())
                    .toList();
        }

        private static List<Consumer<Events>> sinceVersion1() {
            return List.of(
                    e -> e.limitSet(Events.SHARED_LIMITS, "provider", new Rate(100, 1_000_000_000L), 50_000_000L),
                    e -> e.queueSet(
                            4,
                            "news",
                            new QueueChange()
                                    .limits(List.of(new Rate(7, 1_000_000L)))
                                    .groupLimits(List.of(new Rate(8, 2_000_000L), new Rate(9, 3_000_000L)))
                                    .uses(List.of("provider", "other"))
                                    .concurrency(41)
                                    .groupConcurrency(42)
                                    .maxLength(1L << 40)
                                    .ttlNs(43)
                                    .applyTo(QueueSettings.DEFAULTS)),
                    e -> e.limitHeld(Events.SHARED_LIMITS, 44),
                    e -> e.limitTaken(Events.SHARED_LIMITS, 45, 46),
                    e -> e.submitted(
                            2,
                            4,
                            47,
                            48,
                            new Submission().group(ascii("anna"), 0, 4).ttlNs(1_000)),
                    e -> e.expired(2, 49, 50),
                    e -> e.revived(2, 51),
                    e -> e.described(new Fields(
                            2_000,
                            TaskState.QUEUED,
                            false,
                            ascii("@2000"),
                            ascii("x"),
                            ascii(""),
                            ascii(""),
                            ascii("bob"))),
                    e -> e.startsDescribed(Events.SHARED_LIMITS + 1, 52, 53),
                    e -> e.startsUnknown(Events.EVERY_LIMIT, 54),
                    e -> e.groupStartsDescribed(4, ascii("anna"), Events.HELD, 55),
                    e -> e.groupStartsDescribed(4, ascii(""), 56, 57),
                    e -> e.groupStartsUnknown(4, 58),
                    e -> e.turnsDescribed(59),
                    e -> e.limitDeleted(Events.SHARED_LIMITS));
        }

        private static List<Consumer<Events>> ofVersion0() {
            return List.of(
                    e -> e.queueSet(
                            3,
                            "email",
                            new QueueChange()
                                    .limits(List.of(new Rate(250, 60_000_000_000L), new Rate(10, 1_000_000_000L)))
                                    .leaseNs(30_000_000_000L)
                                    .attempts(5)
                                    .backoffNs(1_000_000_000L)
                                    .maxBackoffNs(600_000_000_000L)
                                    .keepNs(300_000_000_000L)
                                    .applyTo(QueueSettings.DEFAULTS)),
                    e -> e.queuePaused(3, true),
                    e -> e.submitted(
                            0x0102_0304_0506_0708L,
                            3,
                            1_764_000_000_000_000_001L,
                            1_764_000_000_000_000_002L,
                            new Submission()
                                    .id(ascii("order-17"), 0, 8)
                                    .payload(ascii("hello"), 0, 5)
                                    .priority(9)
                                    .attempts(65_535)
                                    .leaseNs(1_000_000)
                                    .keepNs(0)),
                    e -> e.submitted(1, 0, 2, 3, new Submission()),
                    e -> e.queued(17, 18),
                    e -> e.started(17, 18, 19, 20),
                    e -> e.repliesReleased(21),
                    e -> e.extended(17, 22),
                    e -> e.completed(17, 23, 24, ascii("done")),
                    e -> e.retried(17, 25, 26, ascii("timeout")),
                    e -> e.returned(17, 27, 28),
                    e -> e.died(17, 29, ascii("")),
                    e -> e.cancelled(17, 30, 31),
                    e -> e.forgotten(17),
                    e -> e.described(new Fields(
                            1_000, TaskState.DEAD, true, ascii("a"), ascii("bc"), ascii("def"), ascii(""), ascii(""))),
                    e -> e.startsDescribed(3, 32, 250),
                    e -> e.startsUnknown(3, 33),
                    e -> e.totalsDescribed(3, 34, 35),
                    e -> e.numbersDescribed(36, 37),
                    e -> e.resumed(38, 39, 40));
        }

        private static UnsafeBuffer ascii(String text) {
            return new UnsafeBuffer(text.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
