package io.sluice.core;

import static io.sluice.core.StateMachineModelTest.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateMachineTest {
    private static final long MS = 1_000_000;
    private static final DirectBuffer QUEUE = bytes("q");

    private final State state = new State();
    private final ReplyLog replies = new ReplyLog();
    private final StateMachine machine = new StateMachine(state, state, replies);
    private final Submission submission = new Submission();
    private final Claim claim = new Claim();

    @AfterEach
    void close() {
        machine.close();
        state.close();
    }

    @Test
    void shouldWakeAWaitingClaimTheInstantTheLimitOpens() {
        limit(1, 100 * MS);
        submit(0, "a");
        submit(0, "b");
        claim(0, 1, 0);
        machine.released(7 * MS);
        claim(8 * MS, 2, 1_000 * MS);
        replies.take();

        machine.onTime(107 * MS - 1);

        assertEquals(List.of(), replies.take());
        assertEquals(107 * MS, machine.nextDeadlineNs());

        machine.onTime(107 * MS);

        assertEquals("2 leases 1", replies.take().get(0));
    }

    @Test
    void shouldServeClaimsInTheOrderInWhichTheyBeganToWait() {
        claim(0, 11, 1_000 * MS);
        claim(1, 12, 1_000 * MS);
        claim(2, 13, 1_000 * MS);
        machine.abandon(3, 11);

        submit(4, "a");
        submit(5, "b");

        List<String> heard =
                replies.take().stream().filter(line -> line.contains("leases")).toList();
        assertEquals(List.of("12 leases 1", "13 leases 1"), heard);
    }

    @Test
    void shouldRefuseAnExpiredLeaseBeforeTheSweepHasReachedIt() {
        int due = 300;
        for (int i = 0; i <= due; i++) {
            submit(0, "t" + i);
        }
        claim.reset().count(due + 1).leaseNs(MS).queue(QUEUE, 0, 1);
        machine.claim(0, 9, claim);
        replies.take();

        machine.complete(MS, 10, bytes("t" + due), due + 1, bytes(""));

        assertEquals(List.of("10 refused STALE"), replies.take());
        assertTrue(machine.nextDeadlineNs() <= MS, "the sweep was to be left with work");
    }

    @Test
    void shouldNotLetOneClaimGrowBeyondItsBytes() {
        DirectBuffer payload = new UnsafeBuffer(new byte[1 << 20]);
        for (int i = 0; i < 6; i++) {
            submission.reset().payload(payload, 0, payload.capacity());
            machine.submit(0, i, QUEUE, submission);
        }
        replies.take();
        claim.reset().count(6).queue(QUEUE, 0, 1);

        machine.claim(0, 9, claim);

        assertEquals("9 leases 4", replies.take().get(0));
    }

    @Test
    void shouldServeATakeThatWaitsOnAQueueOnceThereIsRoomToRecordIt() {
        Room[] room = {Room.AMPLE};
        try (State full = new State();
                StateMachine later = new StateMachine(full, full, replies, () -> room[0], Long.MAX_VALUE)) {
            later.setQueue(0, 1, QUEUE, new QueueChange().limits(List.of(new Rate(1, 10 * MS))));
            later.takeLimit(0, 2, QUEUE, 1, 0);
            later.released(0);
            later.takeLimit(0, 3, QUEUE, 1, 1_000 * MS);
            room[0] = Room.SCARCE;
            later.onTime(10 * MS);
            replies.take();

            room[0] = Room.AMPLE;
            later.startWaiting(20 * MS);

            assertEquals(List.of("3 taken true remaining 0 retry 0"), replies.take());
        }
    }

    @Test
    void shouldCountOnlyUpToTheAttemptsOfATask() {
        submission.reset().attempts(2).leaseNs(10 * MS).id(bytes("a"), 0, 1);
        machine.submit(0, 1, QUEUE, submission);
        claim(0, 2, 0);

        machine.onTime(10 * MS);
        claim(20 * MS, 3, 0);
        machine.onTime(30 * MS);
        replies.take();
        machine.task(30 * MS, 4, bytes("a"));

        assertTrue(replies.take().get(0).startsWith("4 task a dead group  attempt 2/2"), "died of its second expiry");
    }

    @Test
    void shouldMoveNumbersOnWhereSomeMayBeLost() {
        submit(0, "a");
        claim(0, 1, 0);

        state.resumed(5, 0, 5);

        assertEquals(1 + State.NUMBERS_LOST, state.lastTask());
        assertEquals(1 + State.NUMBERS_LOST, state.lastToken());
    }

    @Test
    void shouldKeepRemainingLeaseTimeAndAgeOfStartsWhenTimeIsSetForward() {
        limit(1, 60_000 * MS);
        submit(0, "a");
        submit(0, "b");
        claim(0, 1, 0);
        machine.released(0);
        long hour = 3_600_000 * MS;

        state.resumed(hour + 10_000 * MS, hour, Events.NEVER);
        replies.take();
        machine.onTime(hour + 10_000 * MS);
        machine.next(hour + 10_000 * MS, 5, QUEUE, TaskView.NOTHING);
        machine.complete(hour + 30_000 * MS - 1, 6, bytes("a"), 1, bytes(""));

        assertEquals(List.of("5 next " + 50_000 * MS, "6 completed"), replies.take());
    }

    @Test
    void shouldKeepFinishedTaskForTheTimeThatIsCertainWhenTimeIsSetForward() {
        submit(0, "a");
        machine.cancel(0, 1, bytes("a"));
        long day = 24 * 3_600_000 * MS;
        replies.take();

        state.resumed(day, day, Events.NEVER);
        machine.task(day + 300_000 * MS - 1, 2, bytes("a"));
        machine.task(day + 300_000 * MS, 3, bytes("a"));

        assertTrue(replies.take().get(0).startsWith("2 task a cancelled"));
        assertEquals(0, state.taskCount());
    }

    @Test
    void shouldTakeLimitOfQueueAsUsedThatMayHaveBeenLostWithItsStarts() {
        state.resumed(1_000 * MS, 0, 900 * MS);
        State rebuilt = new State();
        state.describe(rebuilt);
        StateMachine later = new StateMachine(rebuilt, rebuilt, replies);

        later.setQueue(1_000 * MS, 1, QUEUE, new QueueChange().limits(List.of(new Rate(5, 60_000 * MS))));
        later.next(1_000 * MS, 2, QUEUE, TaskView.NOTHING);

        assertEquals(List.of("1 done", "2 next " + 59_900 * MS), replies.take());
    }

    @Test
    void shouldAllocateNothingOnTheSteadyPath() {
        SilentReplies silent = new SilentReplies();
        try (State quiet = new State();
                StateMachine steady = new StateMachine(quiet, quiet, silent)) {
            cycle(steady, silent, 20_000, 0);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();

            cycle(steady, silent, 20_000, 20_000);

            long perCycle = (threads.getCurrentThreadAllocatedBytes() - before) / 20_000;
            assertEquals(0, perCycle);
        }
    }

    private void cycle(StateMachine steady, SilentReplies silent, int times, long from) {
        DirectBuffer nothing = bytes("");
        DirectBuffer payload = new UnsafeBuffer(new byte[64]);
        UnsafeBuffer id = new UnsafeBuffer(new byte[Bounds.MAX_ID_LENGTH]);
        UnsafeBuffer view = new UnsafeBuffer(0, 0);
        for (long i = from; i < from + times; i++) {
            steady.claim(i, 1, claim.reset().waitNs(1_000 * MS).queue(QUEUE, 0, 1));
            submission.reset().keepNs(1_000).payload(payload, 0, 64);
            steady.submit(i, 2, QUEUE, submission);
            steady.released(i);
            id.putBytes(0, silent.id, 0, silent.id.capacity());
            view.wrap(id, 0, silent.idLength);
            steady.complete(i, 3, view, silent.token, nothing);
        }
    }

    private void limit(int starts, long windowNs) {
        QueueChange change = new QueueChange().limits(List.of(new Rate(starts, windowNs)));
        machine.setQueue(0, 0, QUEUE, change);
        replies.take();
    }

    private void submit(long nowNs, String id) {
        submission.reset().id(bytes(id), 0, id.length());
        machine.submit(nowNs, 0, QUEUE, submission);
    }

    private void claim(long nowNs, long correlationId, long waitNs) {
        machine.claim(nowNs, correlationId, claim.reset().waitNs(waitNs).queue(QUEUE, 0, 1));
    }

    /** Keeps what the next command needs of the last lease, and nothing else. */
    private static final class SilentReplies extends NoReplies {
        final UnsafeBuffer id = new UnsafeBuffer(new byte[Bounds.MAX_ID_LENGTH]);
        int idLength;
        long token;

        @Override
        public void lease(long correlationId, Task task) {
            DirectBuffer from = task.id();
            idLength = from.capacity();
            id.putBytes(0, from, 0, idLength);
            token = task.token();
        }

        @Override
        public void refused(long correlationId, Refusal refusal) {
            throw new AssertionError(refusal);
        }
    }
}
