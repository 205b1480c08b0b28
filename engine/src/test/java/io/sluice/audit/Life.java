package io.sluice.audit;

import io.sluice.codec.EventDecoder;
import io.sluice.codec.EventEncoder;
import io.sluice.core.Claim;
import io.sluice.core.Events;
import io.sluice.core.Failure;
import io.sluice.core.NoReplies;
import io.sluice.core.QueueChange;
import io.sluice.core.Rate;
import io.sluice.core.Replies;
import io.sluice.core.State;
import io.sluice.core.StateMachine;
import io.sluice.core.Submission;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The real engine's core under random commands, stalls, crashes and snapshots, and the facts it tells. */
final class Life implements AutoCloseable {
    static final long SECOND_NS = 1_000_000_000L;

    private static final List<String> QUEUES = List.of("mail", "sms", "push");
    private static final List<List<Rate>> RATES = List.of(
            List.of(),
            List.of(new Rate(1, SECOND_NS)),
            List.of(new Rate(2, 3 * SECOND_NS)),
            List.of(new Rate(3, 2 * SECOND_NS), new Rate(4, 7 * SECOND_NS)));
    private static final List<String> LIMITS = List.of("api", "bank");
    private static final List<List<String>> USES = List.of(List.of(), List.of("api"), List.of("bank", "api"));
    private static final List<String> GROUPS = List.of("", "ada", "bob");
    private static final List<TaskState> PURGED =
            List.of(TaskState.DEAD, TaskState.COMPLETED, TaskState.EXPIRED, TaskState.DELAYED);

    /** A lease that was handed out. */
    private record Leased(String id, long token) {}

    private final Random random;
    private final List<String> queues;
    private final List<String> groups;
    private final Claim claim = new Claim();
    private final Failure failure = new Failure();
    private final Submission submission = new Submission();
    private final List<Leased> leases = new ArrayList<>();
    private final List<String> ids = new ArrayList<>(List.of("nobody"));
    private ExpandableArrayBuffer log = new ExpandableArrayBuffer();
    private final EventEncoder encoder = new EventEncoder().wrap(log, 0);
    private State state = new State();
    private StateMachine machine;
    private int synced;
    private long letOutNs;
    private long correlation;
    private long nowNs = 1_700_000_000L * SECOND_NS;

    Life(long seed) {
        random = new Random(seed);
        queues = QUEUES.subList(0, 1 + random.nextInt(QUEUES.size()));
        groups = GROUPS.subList(0, 1 + random.nextInt(GROUPS.size()));
        live(state);
    }

    /** Goes on from a state that came from elsewhere, with what it tells of itself as the first facts. */
    Life(long seed, State state, long nowNs) {
        this(seed);
        close();
        this.nowNs = nowNs;
        live(state);
        resume(0, Events.NEVER);
        snapshot();
    }

    long nowNs() {
        return nowNs;
    }

    /** Takes a number of random steps. */
    Life live(int steps) {
        for (int i = 0; i < steps; i++) {
            pass(Math.max(nowNs, random.nextInt(4) == 0 ? aroundTheEndOfAWindow() : somewhatLaterNs()));
            step();
            if (random.nextInt(5) > 0) {
                letOut();
            }
        }
        return this;
    }

    /** Tells all facts so far, each in a batch of its own. */
    void tell(Auditor auditor) {
        EventDecoder decoder = new EventDecoder();
        int batch = 0;
        for (int offset = 0; offset < encoder.limit(); ) {
            auditor.at("life", offset, batch++);
            offset = decoder.decode(log, offset, encoder.limit(), auditor);
        }
    }

    /** Returns the facts so far, as bytes. */
    List<DirectBuffer> facts() {
        List<DirectBuffer> facts = new ArrayList<>();
        EventDecoder decoder = new EventDecoder();
        State scratch = new State();
        for (int offset = 0; offset < encoder.limit(); ) {
            int next = decoder.decode(log, offset, encoder.limit(), scratch);
            byte[] bytes = new byte[next - offset];
            log.getBytes(offset, bytes);
            facts.add(new UnsafeBuffer(bytes));
            offset = next;
        }
        scratch.close();
        return facts;
    }

    /** Begins the facts anew with a snapshot. */
    void snapshot() {
        log = new ExpandableArrayBuffer();
        encoder.wrap(log, 0);
        state.describe(encoder);
        synced = encoder.limit();
    }

    private long somewhatLaterNs() {
        long ms = random.nextInt(8) == 0 ? random.nextInt(9_000) : random.nextInt(4) * random.nextInt(400);
        return nowNs + ms * 1_000_000;
    }

    private long aroundTheEndOfAWindow() {
        return letOutNs + (1 + random.nextInt(7)) * SECOND_NS - random.nextInt(2);
    }

    private void pass(long untilNs) {
        while (machine.nextDeadlineNs() <= untilNs) {
            nowNs = Math.max(nowNs, machine.nextDeadlineNs());
            machine.onTime(nowNs);
            if (random.nextInt(3) > 0) {
                letOut();
            }
        }
        nowNs = Math.max(nowNs, untilNs);
    }

    private void letOut() {
        synced = encoder.limit();
        nowNs += random.nextInt(3) * 1_000_000L;
        machine.released(nowNs);
        letOutNs = nowNs;
    }

    private void step() {
        correlation++;
        switch (random.nextInt(38)) {
            case 0, 1, 2, 3, 4, 5, 6 -> submit();
            case 7, 8, 9, 10, 11, 12 -> claim();
            case 13, 14, 15 -> complete();
            case 16, 17 -> fail();
            case 18 -> machine.release(nowNs, correlation, bytes(lease().id), lease().token, random.nextInt(2) * 900);
            case 19 -> extend();
            case 20 -> machine.cancel(nowNs, correlation, bytes(pick(ids)));
            case 21, 22 -> set();
            case 23 -> machine.pause(nowNs, correlation, bytes(pick(queues)), random.nextInt(3) == 0);
            case 24, 35, 36 -> crash();
            case 25, 26 -> setLimit();
            case 27 -> machine.deleteLimit(nowNs, correlation, bytes(pick(LIMITS)));
            case 28, 29 -> take();
            case 30 -> machine.holdLimit(nowNs, correlation, anyLimit(), random.nextInt(7) * SECOND_NS);
            case 31 -> machine.retry(nowNs, correlation, bytes(pick(queues)), 1 + random.nextInt(3));
            case 32 -> purge();
            case 33, 34 -> setMore();
            default -> snapshotSometimes();
        }
    }

    private void submit() {
        submission.reset().priority(random.nextInt(10));
        DirectBuffer id = bytes(random.nextInt(2) == 0 ? "" : "id" + random.nextInt(9));
        submission.id(id, 0, id.capacity()).payload(id, 0, id.capacity());
        if (random.nextInt(3) == 0) {
            submission.delayNs(random.nextInt(5_000) * 1_000_000L);
        }
        if (random.nextInt(3) == 0) {
            submission.attempts(1 + random.nextInt(4)).keepNs(random.nextInt(4) * SECOND_NS);
        }
        if (random.nextInt(4) == 0) {
            submission.ttlNs((1 + random.nextInt(4_000)) * 1_000_000L);
        }
        DirectBuffer group = bytes(pick(groups));
        submission.group(group, 0, group.capacity());
        machine.submit(nowNs, correlation, bytes(pick(queues)), submission);
    }

    private void claim() {
        claim.reset().count(1 + random.nextInt(3)).waitNs(random.nextInt(2) * 3 * SECOND_NS);
        if (random.nextInt(3) == 0) {
            claim.leaseNs((1 + random.nextInt(3_000)) * 1_000_000L);
        }
        DirectBuffer queue = bytes(pick(queues));
        claim.queue(queue, 0, queue.capacity());
        machine.claim(nowNs, correlation, claim);
    }

    private void complete() {
        Leased lease = lease();
        machine.complete(nowNs, correlation, bytes(lease.id), lease.token, bytes("done"));
    }

    private void fail() {
        failure.reset();
        DirectBuffer error = bytes("why");
        failure.error(error, 0, error.capacity());
        if (random.nextInt(2) == 0) {
            failure.delayNs(random.nextInt(2) * SECOND_NS);
        }
        if (random.nextInt(9) == 0) {
            failure.dead();
        }
        Leased lease = lease();
        machine.fail(nowNs, correlation, bytes(lease.id), lease.token, failure);
    }

    private void extend() {
        Leased lease = lease();
        machine.extend(nowNs, correlation, bytes(lease.id), lease.token, (1 + random.nextInt(9_000)) * 1_000_000L);
    }

    private void set() {
        QueueChange change = random.nextInt(3) == 0
                ? new QueueChange().leaseNs((1 + random.nextInt(9)) * SECOND_NS).attempts(1 + random.nextInt(4))
                : new QueueChange()
                        .limits(pick(RATES))
                        .backoffNs(SECOND_NS / 2)
                        .maxBackoffNs(3 * SECOND_NS)
                        .keepNs(4 * SECOND_NS);
        machine.setQueue(nowNs, correlation, bytes(pick(queues)), change);
    }

    private void setMore() {
        QueueChange change = new QueueChange()
                .groupLimits(pick(RATES))
                .uses(pick(USES))
                .concurrency(random.nextInt(4))
                .groupConcurrency(random.nextInt(3))
                .maxLength(random.nextInt(2) * (4 + random.nextInt(5)))
                .ttlNs(random.nextInt(2) * (1 + random.nextInt(5)) * SECOND_NS);
        machine.setQueue(nowNs, correlation, bytes(pick(queues)), change);
    }

    private void setLimit() {
        Rate rate = new Rate(1 + random.nextInt(3), (1 + random.nextInt(4)) * SECOND_NS);
        long guardNs = random.nextInt(2) * random.nextInt(900) * 1_000_000L;
        machine.setLimit(nowNs, correlation, bytes(pick(LIMITS)), rate, guardNs);
    }

    private void take() {
        long waitNs = random.nextInt(2) * 3 * SECOND_NS;
        machine.takeLimit(nowNs, correlation, anyLimit(), 1 + random.nextInt(2), waitNs);
    }

    private void purge() {
        TaskState which = random.nextInt(3) == 0 ? null : pick(PURGED);
        machine.purge(nowNs, correlation, bytes(pick(queues)), which);
    }

    private DirectBuffer anyLimit() {
        return bytes(pick(random.nextInt(3) == 0 ? queues : LIMITS));
    }

    private void snapshotSometimes() {
        if (random.nextInt(2) == 0) {
            snapshot();
        }
    }

    /** Loses what is not synced, or nothing; then time goes on, sometimes by more than is certain. */
    private void crash() {
        int end = random.nextInt(2) == 0 ? encoder.limit() : synced;
        boolean lost = random.nextInt(4) == 0;
        nowNs += random.nextInt(3) * SECOND_NS;
        long shiftNs = random.nextInt(2) * 5 * SECOND_NS;
        nowNs += shiftNs;
        replay(end);
        resume(shiftNs, lost ? nowNs : Events.NEVER);
    }

    private void replay(int end) {
        close();
        State recovered = new State();
        EventDecoder decoder = new EventDecoder();
        int offset = 0;
        while (offset < end) {
            offset = decoder.decode(log, offset, end, recovered);
        }
        encoder.wrap(log, end);
        live(recovered);
    }

    private void live(State from) {
        state = from;
        machine = new StateMachine(state, events(), replies());
    }

    private void resume(long shiftNs, long lostUntilNs) {
        events().resumed(nowNs, shiftNs, lostUntilNs);
        synced = encoder.limit();
    }

    private Events events() {
        return (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    method.invoke(encoder, arguments);
                    return method.invoke(state, arguments);
                });
    }

    private Leased lease() {
        return leases.isEmpty() ? new Leased("nobody", 1) : leases.get(random.nextInt(leases.size()));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    @Override
    public void close() {
        machine.close();
        state.close();
    }

    private Replies replies() {
        return new NoReplies() {
            @Override
            public void submitted(long correlationId, DirectBuffer id) {
                ids.add(text(id));
            }

            @Override
            public void lease(long correlationId, Task task) {
                leases.add(new Leased(text(task.id()), task.token()));
                if (leases.size() > 6) {
                    leases.remove(0);
                }
            }
        };
    }

    static DirectBuffer bytes(String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns what tells each fact to several. */
    static Events all(Events... each) {
        return (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    try {
                        for (Events events : each) {
                            method.invoke(events, arguments);
                        }
                        return null;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static String text(DirectBuffer bytes) {
        return bytes.getStringWithoutLengthUtf8(0, bytes.capacity());
    }
}
