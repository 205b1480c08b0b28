package io.sluice.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sluice.core.Bounds;
import io.sluice.core.Claim;
import io.sluice.core.Commands;
import io.sluice.core.Failure;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.Submission;
import io.sluice.core.TaskState;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class CommandCodecTest {
    private static final long NOW = 1_700_000_000_000_000_000L;

    @Property(tries = 500)
    void shouldDecodeWhatWasEncoded(@ForAll("commands") List<Consumer<Commands>> commands) {
        CommandTranscript direct = new CommandTranscript();
        CommandTranscript decoded = new CommandTranscript();
        MessageBuffer messages = new MessageBuffer(8);
        CommandDecoder decoder = new CommandDecoder(decoded);
        decoder.nowNs(NOW);

        commands.forEach(command -> command.accept(direct));
        commands.forEach(command -> command.accept(new CommandEncoder(messages)));
        messages.read(decoder);

        assertEquals(direct.lines, decoded.lines);
    }

    @Test
    void shouldKeepTheLongestOfEverything() {
        DirectBuffer name = Bytes.ascii("q".repeat(Bounds.MAX_NAME_LENGTH));
        Claim claim = new Claim().count(Bounds.MAX_CLAIM_COUNT).waitNs(Bounds.MAX_DURATION_NS);
        for (int i = 0; i < Bounds.MAX_CLAIM_QUEUES; i++) {
            claim.queue(name, 0, name.capacity());
        }
        CommandTranscript direct = new CommandTranscript();
        CommandTranscript decoded = new CommandTranscript();
        MessageBuffer messages = new MessageBuffer(8);
        CommandDecoder decoder = new CommandDecoder(decoded);

        direct.claim(0, 1, claim);
        new CommandEncoder(messages).claim(0, 1, claim);
        messages.read(decoder);

        assertEquals(direct.lines, decoded.lines);
        assertEquals(8 + CommandEncoder.MAX_OVERHEAD_LENGTH, messages.length());
    }

    @Test
    void shouldRefuseUnknownType() {
        CommandDecoder decoder = new CommandDecoder(new CommandTranscript());
        UnsafeBuffer message = new UnsafeBuffer(new byte[8]);

        assertThrows(IllegalArgumentException.class, () -> decoder.onMessage(99, message, 0, 8));
    }

    @Provide
    Arbitrary<List<Consumer<Commands>>> commands() {
        return Arbitraries.oneOf(
                        submits(),
                        claims(),
                        completes(),
                        fails(),
                        leaseMoves(),
                        byName(),
                        onQueues(),
                        onLimits(),
                        setQueues(),
                        byCorrelationId())
                .list()
                .ofMaxSize(8);
    }

    private static Arbitrary<Consumer<Commands>> submits() {
        Arbitrary<Submission> timings = Combinators.combine(
                        durations(0), durations(0), optional(1_000_000), optional(0), optional(1_000), groups())
                .as((delay, due, lease, keep, ttl, group) -> {
                    Submission submission =
                            new Submission().delayNs(delay).dueNs(due).group(group, 0, group.capacity());
                    if (lease >= 0) {
                        submission.leaseNs(lease);
                    }
                    if (keep >= 0) {
                        submission.keepNs(keep);
                    }
                    return ttl < 0 ? submission : submission.ttlNs(ttl);
                });
        return Combinators.combine(
                        correlationIds(),
                        names(),
                        timings,
                        groups(),
                        bytes(3000),
                        Arbitraries.integers().between(0, Bounds.PRIORITIES - 1),
                        Arbitraries.integers().between(0, Bounds.MAX_ATTEMPTS),
                        Arbitraries.of(true, false))
                .as((correlationId, queue, submission, id, payload, priority, attempts, refuseKnown) -> {
                    submission.id(id, 0, id.capacity()).payload(payload, 0, payload.capacity());
                    submission.priority(priority);
                    if (attempts > 0) {
                        submission.attempts(attempts);
                    }
                    if (refuseKnown) {
                        submission.refuseKnown();
                    }
                    return commands -> commands.submit(NOW, correlationId, queue, submission);
                });
    }

    private static Arbitrary<Consumer<Commands>> claims() {
        return Combinators.combine(
                        correlationIds(),
                        names().list().ofMinSize(1).ofMaxSize(Bounds.MAX_CLAIM_QUEUES),
                        Arbitraries.integers().between(1, Bounds.MAX_CLAIM_COUNT),
                        durations(0),
                        optional(1_000_000))
                .as((correlationId, queues, count, waitNs, leaseNs) -> {
                    Claim claim = new Claim().count(count).waitNs(waitNs);
                    queues.forEach(queue -> claim.queue(queue, 0, queue.capacity()));
                    if (leaseNs >= 0) {
                        claim.leaseNs(leaseNs);
                    }
                    return commands -> commands.claim(NOW, correlationId, claim);
                });
    }

    private static Arbitrary<Consumer<Commands>> completes() {
        return Combinators.combine(correlationIds(), names(), Arbitraries.longs(), bytes(500))
                .as((correlationId, id, token, result) ->
                        commands -> commands.complete(NOW, correlationId, id, token, result));
    }

    private static Arbitrary<Consumer<Commands>> fails() {
        return Combinators.combine(
                        correlationIds(),
                        names(),
                        Arbitraries.longs(),
                        bytes(Bounds.MAX_ERROR_LENGTH + 1),
                        optional(0),
                        Arbitraries.of(true, false))
                .as((correlationId, id, token, error, delayNs, dead) -> {
                    Failure failure = new Failure().error(error, 0, error.capacity());
                    if (delayNs >= 0) {
                        failure.delayNs(delayNs);
                    }
                    if (dead) {
                        failure.dead();
                    }
                    return commands -> commands.fail(NOW, correlationId, id, token, failure);
                });
    }

    private static Arbitrary<Consumer<Commands>> leaseMoves() {
        return Combinators.combine(
                        correlationIds(), names(), Arbitraries.longs(), optional(0), Arbitraries.of(true, false))
                .as((correlationId, id, token, durationNs, extend) -> extend
                        ? commands -> commands.extend(NOW, correlationId, id, token, durationNs)
                        : commands -> commands.release(NOW, correlationId, id, token, durationNs));
    }

    private static Arbitrary<Consumer<Commands>> byName() {
        return Combinators.combine(
                        correlationIds(),
                        names(),
                        durations(0),
                        groups(),
                        Arbitraries.integers().between(0, 6))
                .as((correlationId, name, waitNs, group, which) -> switch (which) {
                    case 0 -> commands -> commands.cancel(NOW, correlationId, name);
                    case 1 -> commands -> commands.task(NOW, correlationId, name);
                    case 2 -> commands -> commands.await(NOW, correlationId, name, waitNs);
                    case 3 -> commands -> commands.queue(NOW, correlationId, name);
                    case 4 -> commands -> commands.pause(NOW, correlationId, name, true);
                    case 5 -> commands -> commands.pause(NOW, correlationId, name, false);
                    default -> commands -> commands.next(NOW, correlationId, name, group);
                });
    }

    private static Arbitrary<Consumer<Commands>> onQueues() {
        return Combinators.combine(
                        correlationIds(),
                        names(),
                        Arbitraries.of(TaskState.class).injectNull(0.2),
                        Arbitraries.longs(),
                        Arbitraries.integers().between(0, 2))
                .as((correlationId, queue, state, count, which) -> switch (which) {
                    case 0 ->
                        commands -> commands.peek(
                                NOW, correlationId, queue, state == null ? TaskState.DEAD : state, (int) (long) count);
                    case 1 -> commands -> commands.retry(NOW, correlationId, queue, count);
                    default -> commands -> commands.purge(NOW, correlationId, queue, state);
                });
    }

    private static Arbitrary<Consumer<Commands>> onLimits() {
        return Combinators.combine(
                        correlationIds(),
                        names(),
                        rates(Bounds.MAX_RATE_STARTS),
                        Arbitraries.integers(),
                        durations(0),
                        Arbitraries.integers().between(0, 4))
                .as((correlationId, limit, rate, count, durationNs, which) -> switch (which) {
                    case 0 -> commands -> commands.setLimit(NOW, correlationId, limit, rate, durationNs);
                    case 1 -> commands -> commands.limit(NOW, correlationId, limit);
                    case 2 -> commands -> commands.deleteLimit(NOW, correlationId, limit);
                    case 3 -> commands -> commands.takeLimit(NOW, correlationId, limit, count, durationNs);
                    default -> commands -> commands.holdLimit(NOW, correlationId, limit, durationNs);
                });
    }

    private static Arbitrary<Rate> rates(int maxStarts) {
        return Combinators.combine(
                        Arbitraries.integers().between(1, maxStarts),
                        Arbitraries.longs().between(1, Bounds.MAX_DURATION_NS / 1_000))
                .as((starts, windowUs) -> new Rate(starts, windowUs * 1_000));
    }

    private static Arbitrary<Consumer<Commands>> setQueues() {
        Arbitrary<Integer> concurrency =
                Arbitraries.integers().between(0, Bounds.MAX_CONCURRENCY).injectNull(0.3);
        Arbitrary<QueueChange> changes = Combinators.combine(
                        rates(Bounds.MAX_RATE_STARTS)
                                .list()
                                .ofMaxSize(Bounds.MAX_RATES)
                                .injectNull(0.3),
                        rates(Bounds.MAX_GROUP_RATE_STARTS)
                                .list()
                                .ofMaxSize(Bounds.MAX_RATES)
                                .injectNull(0.3),
                        usedNames().injectNull(0.3),
                        concurrency,
                        concurrency,
                        Arbitraries.longs().between(0, Bounds.MAX_LENGTH).injectNull(0.3))
                .as(CommandCodecTest::change);
        return Combinators.combine(
                        correlationIds(),
                        names(),
                        changes,
                        durations(1_000_000).injectNull(0.3),
                        Arbitraries.integers().between(1, Bounds.MAX_ATTEMPTS).injectNull(0.3),
                        durations(0).injectNull(0.3).array(Long[].class).ofSize(4))
                .as((correlationId, queue, change, leaseNs, attempts, ns) -> {
                    set(leaseNs, change::leaseNs);
                    set(attempts, change::attempts);
                    set(ns[0], change::backoffNs);
                    set(ns[1], change::maxBackoffNs);
                    set(ns[2], change::keepNs);
                    set(ns[3], change::ttlNs);
                    return commands -> commands.setQueue(NOW, correlationId, queue, change);
                });
    }

    private static QueueChange change(
            List<Rate> limits,
            List<Rate> groupLimits,
            List<String> uses,
            Integer concurrency,
            Integer groupConcurrency,
            Long maxLength) {
        QueueChange change = new QueueChange();
        set(limits, change::limits);
        set(groupLimits, change::groupLimits);
        set(uses, change::uses);
        set(concurrency, change::concurrency);
        set(groupConcurrency, change::groupConcurrency);
        set(maxLength, change::maxLength);
        return change;
    }

    private static <T> void set(T value, Function<T, QueueChange> setting) {
        if (value != null) {
            setting.apply(value);
        }
    }

    private static Arbitrary<Consumer<Commands>> byCorrelationId() {
        return Combinators.combine(correlationIds(), Arbitraries.of(0, 1, 2))
                .as((correlationId, which) -> switch (which) {
                    case 0 -> commands -> commands.abandon(NOW, correlationId);
                    case 1 -> commands -> commands.limits(NOW, correlationId);
                    default -> commands -> commands.queues(NOW, correlationId);
                });
    }

    private static Arbitrary<Long> correlationIds() {
        return Arbitraries.longs();
    }

    private static Arbitrary<Long> durations(long minNs) {
        return Arbitraries.longs().between(minNs, Bounds.MAX_DURATION_NS);
    }

    private static Arbitrary<Long> optional(long minNs) {
        return Arbitraries.oneOf(durations(minNs), Arbitraries.just(Submission.FROM_QUEUE));
    }

    private static Arbitrary<DirectBuffer> groups() {
        return Arbitraries.oneOf(names(), Arbitraries.just(new UnsafeBuffer(0, 0)));
    }

    private static Arbitrary<List<String>> usedNames() {
        return Arbitraries.strings()
                .alpha()
                .ofMinLength(1)
                .ofMaxLength(Bounds.MAX_NAME_LENGTH)
                .list()
                .uniqueElements()
                .ofMaxSize(Bounds.MAX_USES);
    }

    private static Arbitrary<DirectBuffer> names() {
        return Arbitraries.strings()
                .alpha()
                .ofMinLength(1)
                .ofMaxLength(Bounds.MAX_NAME_LENGTH)
                .map(Bytes::ascii);
    }

    private static Arbitrary<DirectBuffer> bytes(int maxLength) {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(maxLength).map(UnsafeBuffer::new);
    }
}
