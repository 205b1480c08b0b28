package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three million users in one queue, each a group, in virtual time. Prints what it took. */
@Tag("millions")
class MillionsTest {
    private static final int USERS = 3_000_000;
    private static final int WORKERS = 500;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long DAY_NS = 86_400 * SECOND_NS;
    private static final long ERA_NS = 1_700_000_000 * SECOND_NS;
    private static final int WIDTH = 8;
    private static final DirectBuffer QUEUE = new UnsafeBuffer("users".getBytes(StandardCharsets.US_ASCII));

    private final State state = new State();
    private final Handed handed = new Handed();
    private final StateMachine machine = new StateMachine(state, state, handed);
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();
    private final UnsafeBuffer name = new UnsafeBuffer(new byte[WIDTH]);
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
    private long nowNs = ERA_NS;

    /** A lease, and the user whose task it is. */
    private record Leased(String id, long token, int user) {}

    /** Keeps the leases that were handed out. */
    private static final class Handed extends NoReplies {
        final Deque<Leased> leases = new ArrayDeque<>();

        @Override
        public void lease(long correlationId, Task task) {
            DirectBuffer user = task.group();
            leases.add(new Leased(
                    task.id().getStringWithoutLengthAscii(0, task.id().capacity()),
                    task.token(),
                    user.parseNaturalIntAscii(0, user.capacity())));
        }

        @Override
        public void refused(long correlationId, Refusal refusal) {
            throw new AssertionError(refusal);
        }
    }

    @AfterEach
    void close() {
        machine.close();
        state.close();
    }

    @Test
    void shouldStartTheTaskOfEachOfMillionsOnceAndNoWindowMoreThanAllowed() {
        Rate limit = new Rate(25_000, 60 * SECOND_NS);
        set(new QueueChange().limits(List.of(limit)).leaseNs(DAY_NS).keepNs(SECOND_NS));
        long begunNs = System.nanoTime();
        submitOneEach();
        long submittedNs = System.nanoTime();
        long bytes = state.taskBytes();
        BitSet done = new BitSet(USERS);
        LastInstants starts = new LastInstants(limit);

        int waiting = 0;
        long correlationId = 0;
        while (done.cardinality() < USERS) {
            for (; waiting < WORKERS; waiting++) {
                machine.claim(nowNs, ++correlationId, request().waitNs(DAY_NS));
            }
            nowNs = Math.max(nowNs, handed.leases.isEmpty() ? machine.nextDeadlineNs() : nowNs);
            machine.onTime(nowNs);
            machine.released(nowNs);
            List<Leased> running = List.copyOf(handed.leases);
            handed.leases.clear();
            waiting -= running.size();
            running.forEach(lease -> starts.add(nowNs));
            nowNs += SECOND_NS / 100;
            running.forEach(lease -> complete(lease, done));
        }

        System.out.printf(
                "%d users: submitted in %.1f s, %.0f bytes a task and its group, done in %.1f s and %.0f s of virtual time%n",
                USERS,
                (submittedNs - begunNs) / 1e9,
                (double) bytes / USERS,
                (System.nanoTime() - submittedNs) / 1e9,
                (nowNs - ERA_NS) / 1e9);
        assertEquals(USERS, starts.count);
        assertTrue(nowNs - ERA_NS <= (USERS / limit.starts() + 1) * limit.windowNs(), "the limit is used");
    }

    @Test
    void shouldKeepOneOfMillionsOfGroupsFromDelayingAnother() {
        set(new QueueChange().groupLimits(List.of(new Rate(2, 60 * SECOND_NS))).leaseNs(DAY_NS));
        for (int i = 0; i < 1_000_000; i++) {
            submit(0);
        }
        submitOneEach();
        int[] startsOf = new int[USERS];

        machine.claim(nowNs, 1, request().count(3));
        List<Integer> first = handed.leases.stream().map(Leased::user).toList();
        long begunNs = System.nanoTime();
        int started = 0;
        while (!handed.leases.isEmpty()) {
            started += handed.leases.size();
            handed.leases.forEach(lease -> assertTrue(++startsOf[lease.user()] <= 2, "a third start of one user"));
            handed.leases.clear();
            machine.released(nowNs);
            machine.claim(nowNs, 1, request().count(Bounds.MAX_CLAIM_COUNT));
        }
        long all = System.nanoTime() - begunNs;
        int opened = 0;
        nowNs += 60 * SECOND_NS;
        machine.claim(nowNs, 1, request().count(Bounds.MAX_CLAIM_COUNT));
        opened += handed.leases.size();

        System.out.printf(
                "%d groups: %d starts in %.1f s, %.0f bytes of tasks and groups a start%n",
                USERS, started, all / 1e9, (double) state.taskBytes() / started);
        assertEquals(List.of(0, 1, 2), first);
        assertEquals(USERS + 1, started);
        assertEquals(2, opened);
        handed.leases.forEach(lease -> assertEquals(0, lease.user()));
    }

    private void submitOneEach() {
        for (int user = 0; user < USERS; user++) {
            submit(user);
        }
    }

    private void submit(int user) {
        name.putNaturalPaddedIntAscii(0, WIDTH, user);
        submission.reset().group(name, 0, WIDTH).payload(payload, 0, payload.capacity());
        machine.submit(nowNs, 0, QUEUE, submission);
    }

    private void complete(Leased lease, BitSet done) {
        assertTrue(!done.get(lease.user()), "a task done twice");
        done.set(lease.user());
        DirectBuffer id = new UnsafeBuffer(lease.id().getBytes(StandardCharsets.US_ASCII));
        machine.complete(nowNs, 0, id, lease.token(), TaskView.NOTHING);
    }

    private Claim request() {
        return claim.reset().queue(QUEUE, 0, QUEUE.capacity());
    }

    private void set(QueueChange change) {
        machine.setQueue(nowNs, 0, QUEUE, change);
    }

    /** The instants of as many starts as a window allows, to see that none is too near to the one as many before. */
    private static final class LastInstants {
        private final long[] instants;
        private final long windowNs;
        int count;

        LastInstants(Rate limit) {
            instants = new long[limit.starts()];
            windowNs = limit.windowNs();
        }

        void add(long atNs) {
            int place = count % instants.length;
            assertTrue(count < instants.length || atNs - instants[place] >= windowNs, "a window with one too many");
            instants[place] = atNs;
            count++;
        }
    }
}
