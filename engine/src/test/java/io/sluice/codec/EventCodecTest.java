package io.sluice.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.core.Bounds;
import io.sluice.core.Events;
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
        List<Consumer<Events>> events = List.of(
                e -> e.submitted(
                        1, 2, 3, 4, new Submission().id(id, 0, id.capacity()).payload(longest, 0, longest.capacity())),
                e -> e.completed(1, 2, 3, longest),
                e -> e.retried(1, 2, 3, error),
                e -> e.died(1, 2, error),
                e -> e.described(new Fields(1, TaskState.QUEUED, true, id, longest, error, new UnsafeBuffer(0, 0))));

        for (Consumer<Events> event : events) {
            shouldTellWhatWasEncoded(event, 0);

            assertEquals(true, encoder.limit() <= EventFrame.MAX_LENGTH);
        }
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
        List<String> golden;
        try (InputStream file = getClass().getResourceAsStream("events-0.hex")) {
            golden = new String(file.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }

        Told expected = new Told();
        Told told = new Told();
        StringBuilder encoded = new StringBuilder();
        for (Consumer<Events> event : GoldenEvents.ALL) {
            event.accept(expected.events());
            event.accept(encoder.wrap(buffer, 0));
            byte[] bytes = new byte[encoder.limit()];
            buffer.getBytes(0, bytes);
            encoded.append(HexFormat.of().formatHex(bytes)).append('\n');
        }
        for (String line : golden) {
            UnsafeBuffer bytes = new UnsafeBuffer(HexFormat.of().parseHex(line));
            decoder.decode(bytes, 0, bytes.capacity(), told.events());
        }

        assertEquals(String.join("\n", golden) + "\n", encoded.toString());
        assertEquals(expected.lines(), told.lines());
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
                Combinators.combine(n, Arbitraries.of(TaskState.class), flag, bytes(128), bytes, error, bytes)
                        .as((a, s, f, id, p, r, t) -> e -> e.described(new Fields(a, s, f, id, p, r, t))),
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

    private static Arbitrary<QueueSettings> settings() {
        Arbitrary<Rate> rates = Combinators.combine(
                        Arbitraries.integers().between(1, Bounds.MAX_RATE_STARTS),
                        Arbitraries.longs().between(1, Bounds.MAX_DURATION_NS / 1_000))
                .as((starts, micros) -> new Rate(starts, micros * 1_000));
        return Combinators.combine(
                        rates.list().ofMaxSize(Bounds.MAX_RATES),
                        durations(1_000_000),
                        Arbitraries.integers().between(1, Bounds.MAX_ATTEMPTS),
                        durations(0),
                        durations(0),
                        durations(0))
                .as(QueueSettings::new);
    }

    private static Arbitrary<Submission> submissions(Arbitrary<DirectBuffer> payloads) {
        return Combinators.combine(
                        bytes(Bounds.MAX_ID_LENGTH),
                        payloads,
                        Arbitraries.integers().between(0, Bounds.PRIORITIES - 1),
                        Arbitraries.integers().between(0, Bounds.MAX_ATTEMPTS),
                        durations(1_000_000).injectNull(0.3),
                        durations(0).injectNull(0.3))
                .as((id, payload, priority, attempts, leaseNs, keepNs) -> {
                    Submission submission = new Submission()
                            .id(id, 0, id.capacity())
                            .payload(payload, 0, payload.capacity())
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
            DirectBuffer result)
            implements Task {
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

    /** One of each event. */
    static final class GoldenEvents {
        static final List<Consumer<Events>> ALL = Collections.unmodifiableList(all());

        private GoldenEvents() {}

        private static List<Consumer<Events>> all() {
            return List.of(
                    e -> e.queueSet(
                            3,
                            "email",
                            new QueueSettings(
                                    List.of(new Rate(250, 60_000_000_000L), new Rate(10, 1_000_000_000L)),
                                    30_000_000_000L,
                                    5,
                                    1_000_000_000L,
                                    600_000_000_000L,
                                    300_000_000_000L)),
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
                    e -> e.described(
                            new Fields(1_000, TaskState.DEAD, true, ascii("a"), ascii("bc"), ascii("def"), ascii(""))),
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
