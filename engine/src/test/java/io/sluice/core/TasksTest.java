package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TasksTest {
    private static final Comparator<long[]> BY_INSTANT =
            Comparator.<long[]>comparingLong(e -> e[0]).thenComparingLong(e -> e[1]);

    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
    private final Submission submission = new Submission();

    @Property(tries = 200)
    void shouldFindWhatWasAddedAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        Map<String, Integer> known = new HashMap<>();
        try (Tasks tasks = new Tasks()) {
            long number = 0;
            for (int i = 0; i < 3_000; i++) {
                String id = (random.nextBoolean() ? "long-identifier-" : "") + random.nextInt(400);
                Integer slot = known.get(id);
                assertEquals(slot == null ? Tasks.NIL : slot, tasks.find(StateMachineModelTest.bytes(id)), id);
                if (slot == null) {
                    known.put(id, add(tasks, ++number, id, "payload of " + id));
                } else if (random.nextInt(3) > 0) {
                    known.remove(id);
                    tasks.remove(slot);
                }
            }
            assertEquals(known.size(), tasks.size());
            known.forEach((id, slot) -> assertEquals("payload of " + id, text(tasks.content(slot, view))));
        }
    }

    @Property(tries = 300)
    void shouldKeepContentsApartWhateverTheirLengths(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Integer, String> contents = new HashMap<>();
        try (Tasks tasks = new Tasks()) {
            for (int i = 1; i < 400; i++) {
                if (random.nextInt(3) == 0 && !contents.isEmpty()) {
                    int slot = contents.keySet().iterator().next();
                    contents.remove(slot);
                    tasks.remove(slot);
                } else {
                    String content = text(i, random.nextInt(40) == 0 ? 200_000 : random.nextInt(3_000));
                    contents.put(add(tasks, i, "", content), content);
                }
            }
            contents.forEach((slot, content) -> assertEquals(content, text(tasks.content(slot, view))));
        }
    }

    @Test
    void shouldKeepEveryFieldWhenContentsAreRewritten() {
        try (Tasks tasks = new Tasks()) {
            submission.reset().leaseNs(5_000_000).keepNs(7);
            submission.id(StateMachineModelTest.bytes("id"), 0, 2);
            submission.payload(StateMachineModelTest.bytes("payload"), 0, 7);
            int slot = tasks.add(1, 0, 0, 99, 0, submission);

            tasks.error(slot, StateMachineModelTest.bytes("first error"));
            tasks.error(slot, StateMachineModelTest.bytes("second"));

            assertEquals("payload", text(tasks.content(slot, view)));
            assertEquals("second", text(tasks.error(slot, view)));

            tasks.state(slot, TaskState.COMPLETED);
            tasks.end(slot, 123, StateMachineModelTest.bytes("the result"));

            assertEquals("id", text(tasks.id(slot, view)));
            assertEquals("the result", text(tasks.content(slot, view)));
            assertEquals("", text(tasks.error(slot, view)));
            assertEquals(5_000_000, tasks.leaseNs(slot));
            assertEquals(7, tasks.keepNs(slot));
            assertEquals(123, tasks.finishedNs(slot));
            assertEquals(7, tasks.size(slot));
        }
    }

    @Test
    void shouldKnowWhenATaskExpiresUntilThatIsCleared() {
        try (Tasks tasks = new Tasks()) {
            int slot = addExpiring(tasks, 1, 77);
            int other = add(tasks, 2, "", "payload");
            tasks.expiries().position(slot, 5);

            tasks.error(slot, StateMachineModelTest.bytes("an error"));

            assertEquals(77, tasks.expiresNs(slot));
            assertEquals(5, tasks.expiries().position(slot));
            assertEquals(0, tasks.expiresNs(other));
            assertEquals(Positions.NONE, tasks.expiries().position(other));

            tasks.clearExpiry(slot);

            assertEquals(0, tasks.expiresNs(slot));
            assertEquals("payload", text(tasks.content(slot, view)));

            tasks.error(slot, StateMachineModelTest.bytes("another"));

            assertEquals(0, tasks.expiresNs(slot));
            assertEquals("another", text(tasks.error(slot, view)));
        }
    }

    @Test
    void shouldExpireNoMoreOnceEnded() {
        try (Tasks tasks = new Tasks()) {
            int slot = addExpiring(tasks, 1, 77);

            tasks.state(slot, TaskState.CANCELLED);
            tasks.end(slot, 50, StateMachineModelTest.bytes(""));

            assertEquals(0, tasks.expiresNs(slot));
            assertEquals(50, tasks.finishedNs(slot));
            assertEquals(7, tasks.size(slot));
        }
    }

    @Property(tries = 100)
    void shouldHandOutExpiriesInOrder(@ForAll long seed) {
        Random random = new Random(seed);
        TreeSet<long[]> expected = new TreeSet<>(BY_INSTANT);
        try (Tasks tasks = new Tasks();
                DeadlineHeap heap = new DeadlineHeap(tasks.expiries())) {
            for (int i = 1; i < 300; i++) {
                int slot = addExpiring(tasks, i, 1 + random.nextInt(100));
                heap.add(slot, tasks.expiresNs(slot), i);
                if (random.nextInt(3) == 0) {
                    tasks.error(slot, StateMachineModelTest.bytes("moved to another block"));
                }
                if (random.nextInt(3) == 0) {
                    heap.remove(slot);
                    tasks.remove(slot);
                } else {
                    expected.add(new long[] {tasks.expiresNs(slot), i});
                }
            }
            for (long[] next : expected) {
                assertEquals(next[0], heap.firstNs());
                assertEquals(next[1], tasks.number(heap.item(0)));
                heap.remove(heap.item(0));
            }
        }
    }

    @Test
    void shouldKnowTheLastLeaseOnlyOfATaskThatWasStarted() {
        try (Tasks tasks = new Tasks()) {
            int started = add(tasks, 1, "", "payload");
            int waiting = add(tasks, 2, "", "payload");

            tasks.lease(started, 8, 100);
            tasks.lease(started, 9, 200);

            assertEquals(9, tasks.token(started));
            assertEquals(200, tasks.startedNs(started));
            assertEquals(0, tasks.token(waiting));
            assertEquals(0, tasks.startedNs(waiting));

            tasks.remove(started);
            int next = add(tasks, 3, "", "payload");

            assertEquals(0, tasks.token(next));
        }
    }

    @Test
    void shouldKeepTheGroup() {
        try (Tasks tasks = new Tasks()) {
            int slot = tasks.add(1, 0, 12, 0, 0, submission.reset());

            assertEquals(12, tasks.group(slot));

            tasks.group(slot, 13);

            assertEquals(13, tasks.group(slot));
        }
    }

    @Test
    void shouldTakeLittleMemoryForATask() {
        assertTrue(bytesPerTask("") < 145, bytesPerTask("") + " bytes");
        assertTrue(bytesPerTask("sixteen-") < 180, bytesPerTask("sixteen-") + " bytes");
    }

    @Test
    void shouldTellWhatMemoryWaitsToBeUsedAgain() {
        try (Tasks tasks = new Tasks()) {
            List<Integer> slots = new ArrayList<>();
            for (int i = 1; i <= 1_000; i++) {
                slots.add(add(tasks, i, "", "x".repeat(100)));
            }
            assertEquals(0, tasks.freeBytes());
            slots.forEach(slot -> tasks.lease(slot, 1, 1));
            long started = tasks.bytes();

            slots.forEach(tasks::remove);

            assertEquals(1_000 * (64 + 112 + 16), tasks.freeBytes());
            assertEquals(started, tasks.bytes());

            tasks.lease(add(tasks, 1_001, "", "x".repeat(100)), 1, 1);

            assertEquals(999 * (64 + 112 + 16), tasks.freeBytes());
        }
    }

    @Property(tries = 300)
    void shouldHandOutDeadlinesInOrder(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int spread) {
        Random random = new Random(seed);
        TreeSet<long[]> expected = new TreeSet<>(BY_INSTANT);
        List<Integer> slots = new ArrayList<>();
        try (Tasks tasks = new Tasks();
                Ordered deadlines = new Ordered(tasks, new Lists(tasks.links()))) {
            for (int i = 1; i < 500; i++) {
                int slot = add(tasks, i, "", "");
                tasks.turnNs(slot, i + random.nextInt(spread));
                deadlines.add(slot);
                slots.add(slot);
                expected.add(new long[] {tasks.turnNs(slot), i});
                if (random.nextInt(4) == 0) {
                    int other = slots.remove(random.nextInt(slots.size()));
                    expected.remove(new long[] {tasks.turnNs(other), tasks.number(other)});
                    deadlines.remove(other);
                }
            }
            for (long[] next : expected) {
                assertEquals(next[0], deadlines.firstRank());
                assertEquals(next[1], tasks.number(deadlines.first()));
                deadlines.remove(deadlines.first());
            }
            assertEquals(Long.MAX_VALUE, deadlines.firstRank());
        }
    }

    @Test
    void shouldRoundLengthsUpToAClassThatHoldsThemAndWastesLittle() {
        for (int length = 1; length <= Blocks.MAX_SLAB_LENGTH; length++) {
            int rounded = Blocks.classLength(Blocks.sizeClass(length));
            assertTrue(
                    rounded >= length && rounded <= Math.max(length + 15, length * 5 / 4 + 1),
                    length + " in " + rounded);
        }
    }

    @Test
    void shouldUseTheMemoryOfForgottenTasksAgain() {
        try (Tasks tasks = new Tasks()) {
            long before = 0;
            for (int round = 0; round < 50; round++) {
                List<Integer> slots = new ArrayList<>();
                for (int i = 0; i < 2_000; i++) {
                    slots.add(add(tasks, round * 2_000L + i + 1, "", "x".repeat(300)));
                }
                slots.forEach(tasks::remove);
                before = round == 0 ? tasks.bytes() : before;
            }

            assertTrue(tasks.bytes() < before + 500_000, "grew by " + (tasks.bytes() - before));
        }
    }

    private long bytesPerTask(String prefix) {
        int count = 200_000;
        try (Tasks tasks = new Tasks()) {
            for (int i = 1; i <= count; i++) {
                add(tasks, i, prefix.isEmpty() ? "" : prefix + (10_000_000 + i), "x".repeat(64));
            }
            return tasks.bytes() / count;
        }
    }

    private int addExpiring(Tasks tasks, long number, long expiresNs) {
        submission.reset().keepNs(7).payload(StateMachineModelTest.bytes("payload"), 0, 7);
        return tasks.add(number, 0, 0, 0, expiresNs, submission);
    }

    private int add(Tasks tasks, long number, String id, String payload) {
        DirectBuffer idBytes = StateMachineModelTest.bytes(id);
        DirectBuffer payloadBytes = StateMachineModelTest.bytes(payload);
        submission.reset().id(idBytes, 0, idBytes.capacity()).payload(payloadBytes, 0, payloadBytes.capacity());
        return tasks.add(number, 0, 0, 0, 0, submission);
    }

    private static String text(int seed, int length) {
        return Character.toString('a' + seed % 26).repeat(length);
    }

    private static String text(DirectBuffer bytes) {
        return ReplyLog.text(bytes);
    }
}
