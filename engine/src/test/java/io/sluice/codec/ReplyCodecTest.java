package io.sluice.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.core.FullestWindow;
import io.sluice.core.LimitStatus;
import io.sluice.core.Outlook;
import io.sluice.core.QueueChange;
import io.sluice.core.QueueSettings;
import io.sluice.core.QueueStatus;
import io.sluice.core.Rate;
import io.sluice.core.Refusal;
import io.sluice.core.Replies;
import io.sluice.core.TaskState;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class ReplyCodecTest {
    @Property(tries = 500)
    void shouldDecodeWhatWasEncoded(@ForAll("replies") List<Consumer<Replies>> replies) {
        ReplyTranscript direct = new ReplyTranscript();
        ReplyTranscript decoded = new ReplyTranscript();
        MessageBuffer messages = new MessageBuffer(8);

        replies.forEach(reply -> reply.accept(direct));
        replies.forEach(reply -> reply.accept(new ReplyEncoder(messages)));
        messages.read(new ReplyDecoder(decoded));

        assertEquals(direct.lines, decoded.lines);
    }

    @Test
    void shouldForgetMessagesWhenCleared() {
        ReplyTranscript decoded = new ReplyTranscript();
        MessageBuffer messages = new MessageBuffer(8);
        ReplyEncoder encoder = new ReplyEncoder(messages);

        encoder.done(1);
        messages.clear();
        encoder.done(2);
        messages.read(new ReplyDecoder(decoded));

        assertEquals(List.of("[done, 2]"), decoded.lines);
    }

    @Test
    void shouldRefuseUnknownType() {
        ReplyDecoder decoder = new ReplyDecoder(new ReplyTranscript());
        UnsafeBuffer message = new UnsafeBuffer(new byte[8]);

        assertThrows(IllegalArgumentException.class, () -> decoder.onMessage(99, message, 0, 8));
    }

    @Provide
    Arbitrary<List<Consumer<Replies>>> replies() {
        return Arbitraries.oneOf(ofTasks(), ofNumbers(), ofQueues(), ofLimits(), ofWords())
                .list()
                .ofMaxSize(8);
    }

    private static Arbitrary<Consumer<Replies>> ofTasks() {
        Arbitrary<Outlook> outlooks = Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.integers(),
                        Arbitraries.strings().ofMaxLength(40).injectNull(0.2))
                .as(Outlook::new);
        Arbitrary<AnyTask> tasks = Arbitraries.longs().map(AnyTask::of);
        return Combinators.combine(
                        correlationIds(),
                        tasks,
                        outlooks,
                        Arbitraries.integers().between(0, 3))
                .as((correlationId, task, outlook, which) -> switch (which) {
                    case 0 -> replies -> replies.lease(correlationId, task);
                    case 1 -> replies -> replies.task(correlationId, task, outlook);
                    case 2 -> replies -> replies.id(correlationId, task.id());
                    default -> replies -> replies.submitted(correlationId, task.id());
                });
    }

    private static Arbitrary<Consumer<Replies>> ofNumbers() {
        return Combinators.combine(
                        correlationIds(),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 4))
                .as((correlationId, number, which) -> switch (which) {
                    case 0 -> replies -> replies.leases(correlationId, (int) (number & 0xffff));
                    case 1 -> replies -> replies.ids(correlationId, (int) (number & 0xffff));
                    case 2 -> replies -> replies.count(correlationId, number);
                    case 3 -> replies -> replies.extended(correlationId, number);
                    default -> replies -> replies.next(correlationId, number);
                });
    }

    private static Arbitrary<Consumer<Replies>> ofQueues() {
        Arbitrary<String> names = names();
        Arbitrary<QueueSettings> settings = Combinators.combine(
                        rates().list().ofMaxSize(5),
                        rates().list().ofMaxSize(5),
                        Arbitraries.strings()
                                .withCharRange('a', 'z')
                                .ofMinLength(1)
                                .ofMaxLength(128)
                                .list()
                                .uniqueElements()
                                .ofMaxSize(16),
                        Arbitraries.longs()
                                .between(1_000_000, 1L << 40)
                                .array(long[].class)
                                .ofSize(9))
                .as((limits, groupLimits, uses, n) -> new QueueChange()
                        .limits(limits)
                        .groupLimits(groupLimits)
                        .uses(uses)
                        .leaseNs(n[0])
                        .attempts((int) (1 + n[1] % 65_535))
                        .backoffNs(n[2])
                        .maxBackoffNs(n[3])
                        .keepNs(n[4])
                        .concurrency((int) (n[5] % (1 << 30)))
                        .groupConcurrency((int) (n[6] % (1 << 30)))
                        .maxLength(n[7])
                        .ttlNs(n[8])
                        .applyTo(QueueSettings.DEFAULTS));
        Arbitrary<QueueStatus> statuses = Combinators.combine(
                        names,
                        settings,
                        Arbitraries.of(true, false),
                        Arbitraries.longs().array(long[].class).ofSize(11))
                .as((name, set, paused, n) -> new QueueStatus(
                        name, set, paused, n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]));
        Arbitrary<List<FullestWindow>> windows = Combinators.combine(rates(), Arbitraries.longs(), Arbitraries.longs())
                .as(FullestWindow::new)
                .list()
                .ofMaxSize(5);
        return Combinators.combine(
                        correlationIds(), statuses, names.list().ofMaxSize(20), windows, Arbitraries.of(0, 1, 2))
                .as((correlationId, status, list, fullest, which) -> switch (which) {
                    case 0 -> replies -> replies.queue(correlationId, status);
                    case 1 -> replies -> replies.names(correlationId, list);
                    default -> replies -> replies.audited(correlationId, fullest);
                });
    }

    private static Arbitrary<Consumer<Replies>> ofLimits() {
        Arbitrary<LimitStatus> statuses = Combinators.combine(
                        names(),
                        rates().list().ofMaxSize(64),
                        Arbitraries.longs(),
                        Arbitraries.longs(),
                        Arbitraries.integers().list().ofSize(64),
                        Arbitraries.of(true, false))
                .as((name, rates, guardNs, nextNs, used, shared) ->
                        new LimitStatus(name, shared, rates, guardNs, used.subList(0, rates.size()), nextNs));
        return Combinators.combine(
                        correlationIds(),
                        statuses,
                        Arbitraries.integers(),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 2))
                .as((correlationId, status, remaining, retryNs, which) -> switch (which) {
                    case 0 -> replies -> replies.limit(correlationId, status);
                    case 1 -> replies -> replies.taken(correlationId, true, remaining, retryNs);
                    default -> replies -> replies.taken(correlationId, false, remaining, retryNs);
                });
    }

    private static Arbitrary<String> names() {
        return Arbitraries.strings().ascii().ofMinLength(1).ofMaxLength(128);
    }

    private static Arbitrary<Rate> rates() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 1000),
                        Arbitraries.longs().between(1, 1L << 40))
                .as((starts, windowUs) -> new Rate(starts, windowUs * 1_000));
    }

    private static Arbitrary<Consumer<Replies>> ofWords() {
        return Combinators.combine(
                        correlationIds(),
                        Arbitraries.of(TaskState.class),
                        Arbitraries.of(Refusal.class),
                        Arbitraries.integers().between(0, 6))
                .as((correlationId, state, refusal, which) -> switch (which) {
                    case 0 -> replies -> replies.completed(correlationId);
                    case 1 -> replies -> replies.state(correlationId, state);
                    case 2 -> replies -> replies.cancelled(correlationId, true);
                    case 3 -> replies -> replies.cancelled(correlationId, false);
                    case 4 -> replies -> replies.none(correlationId);
                    case 5 -> replies -> replies.done(correlationId);
                    default -> replies -> replies.refused(correlationId, refusal);
                });
    }

    private static Arbitrary<Long> correlationIds() {
        return Arbitraries.longs();
    }
}
