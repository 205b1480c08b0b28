package io.sluice.bench.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class WorkTest {
    private static final int TASKS = 20;

    @Test
    void shouldFindNothingWrongWhereEachTaskIsHandedOutOnce() throws Exception {
        work((claim, payloads) -> task(payloads.remove())).check(TASKS);
    }

    @Test
    void shouldAskAgainWhereNothingWasHandedOut() throws Exception {
        work((claim, payloads) -> claim % 3 == 1 ? null : task(payloads.remove()))
                .check(TASKS);
    }

    @Test
    void shouldMissATaskInPlaceOfWhichAnotherWasHandedOutTwice() throws Exception {
        Work work = work((claim, payloads) -> task(claim == 7 ? payloads.peek() : payloads.remove()));

        String said = assertThrows(IllegalStateException.class, () -> work.check(TASKS))
                .getMessage();
        assertTrue(said.contains(" 1 lost, 1 handed out twice, 0 harmed"), said);
    }

    @Test
    void shouldNotTakeAHarmedPayloadForTheTask() throws Exception {
        Work work = work((claim, payloads) -> {
            String payload = payloads.remove();
            return task(claim == 7 ? payload.substring(0, payload.length() - 1) + "y" : payload);
        });

        String said = assertThrows(IllegalStateException.class, () -> work.check(TASKS))
                .getMessage();
        assertTrue(said.endsWith(" 1 lost, 0 handed out twice, 1 harmed or of others"), said);
    }

    @Test
    void shouldGiveUpWhereTasksAreLeftAndNoneIsHandedOut() {
        CompletionException failure = assertThrows(
                CompletionException.class, () -> work((claim, payloads) -> claim < 5 ? task(payloads.remove()) : null));

        assertTrue(failure.getCause().getMessage().startsWith("tasks are left"), failure::toString);
    }

    @Test
    void shouldEndWithWhatGoesWrongInAStep() {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> work((claim, payloads) -> {
                    throw new IllegalStateException("the disk is full");
                }));

        assertEquals("the disk is full", failure.getCause().getMessage());
    }

    private static Work work(BiFunction<Integer, Deque<String>, Queue.Claimed> claims) throws Exception {
        Work work = new Work(new ScriptedQueue(claims), new Shape(2, 3), 16, "t");
        work.submits(TASKS).run();
        work.pairs(TASKS).run();
        return work;
    }

    private static Queue.Claimed task(String payload) {
        return new Queue.Claimed(payload, payload, 0);
    }
}
