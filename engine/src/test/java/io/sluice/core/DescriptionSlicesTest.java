package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sluice.codec.EventEncoder;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.ExpandableArrayBuffer;
import org.junit.jupiter.api.Test;

/** What slices tell and when they end, on states of many tasks. */
class DescriptionSlicesTest {
    private final List<String> told = new ArrayList<>();
    private final Submission submission = new Submission();

    @Property(tries = 100)
    void shouldTellEachTaskOnceAsItWas(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int steps) {
        Random random = new Random(seed);
        try (BusyState busy = new BusyState(random, 9)) {
            busy.fill(1 + random.nextInt(1_500));
            for (int round = 0; round < 3; round++) {
                List<String> expected = busy.lines();
                Description description = busy.state.beginDescription(told());
                while (description.next(steps)) {
                    for (int left = random.nextInt(steps + 1); left > 0; left--) {
                        busy.change();
                        busy.submit();
                    }
                }
                told.sort(null);
                assertEquals(expected, told);
            }
        }
    }

    @Test
    void shouldEndHoweverFastAListGrows() {
        try (State state = new State()) {
            state.queueSet(0, "queue", QueueSettings.DEFAULTS);
            submit(state, 100);
            for (int task = 1; task <= 50; task++) {
                state.started(task, task, 0, 1);
                state.died(task, 0, TaskView.NOTHING);
            }
            int most = 100 + state.tasks.reached() + state.groups.reached() + 4 + state.lanes.reached();
            int slices = 0;

            Description description = state.beginDescription(told());
            while (description.next(2)) {
                assertTrue(2 * slices++ < most, slices + " slices");
                submit(state, 3);
            }

            assertEquals(100, told.size());
        }
    }

    @Property(tries = 50)
    void shouldTellNoMoreThanItsSteps(@ForAll long seed, @ForAll @IntRange(min = 1, max = 50) int steps) {
        try (BusyState busy = new BusyState(new Random(seed), 9)) {
            busy.fill(500);
            Description description = busy.state.beginDescription(told());
            int before = 0;
            while (description.next(steps)) {
                assertTrue(told.size() - before <= steps, told.size() + " after " + before);
                before = told.size();
            }
        }
    }

    @Test
    void shouldTakeLongContentsForManySteps() {
        submission.payload(StateMachineModelTest.bytes("x".repeat(10 << 10)), 0, 10 << 10);
        try (State state = new State()) {
            state.queueSet(0, "queue", QueueSettings.DEFAULTS);
            submit(state, 10);

            state.beginDescription(told()).next(30);

            assertTrue(told.size() > 0 && told.size() <= 3, told.size() + " tasks");
        }
    }

    @Test
    void shouldRefuseWhatADescriptionCannotTake() {
        try (BusyState busy = new BusyState(new Random(1), 9)) {
            busy.fill(10);
            Description description = busy.state.beginDescription(told());

            assertThrows(IllegalStateException.class, () -> busy.state.beginDescription(told()));
            assertThrows(IllegalStateException.class, () -> busy.state.describe(told()));
            assertThrows(IllegalStateException.class, () -> busy.state.resumed(0, 1, Events.NEVER));

            description.next(Integer.MAX_VALUE);
            busy.state.resumed(0, 1, Events.NEVER);
        }
    }

    @Test
    void shouldTellNothingMoreOnceItWasGivenUp() {
        try (BusyState busy = new BusyState(new Random(1), 9)) {
            busy.fill(100);
            Description given = busy.state.beginDescription(told());
            given.next(60);
            given.end();
            told.clear();

            busy.change();
            assertFalse(given.next(1));
            assertEquals(List.of(), told);

            List<String> expected = busy.lines();
            Description another = busy.state.beginDescription(told());
            given.end();
            assertFalse(another.next(Integer.MAX_VALUE));
            told.sort(null);
            assertEquals(expected, told);
        }
    }

    @Property(tries = 60)
    void shouldKnowAboutHowLongADescriptionIs(@ForAll long seed, @ForAll @IntRange(max = 1_000) int payloadLength) {
        Random random = new Random(seed);
        try (BusyState busy = new BusyState(random, payloadLength)) {
            busy.fill(2_000 + random.nextInt(2_000));
            for (int i = random.nextInt(2_000); i > 0 && busy.size() > 1_000; i--) {
                busy.change();
            }

            EventEncoder encoder = new EventEncoder().wrap(new ExpandableArrayBuffer(), 0);
            busy.state.describe(encoder);

            assertEquals(encoder.limit(), busy.state.descriptionBytes(), encoder.limit() / 10.0);
        }
    }

    private void submit(State state, int tasks) {
        for (int i = 0; i < tasks; i++) {
            state.submitted(state.lastTask() + 1, 0, 0, 0, submission);
        }
    }

    private Events told() {
        told.clear();
        return (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("described")) {
                        told.add(BusyState.line((Task) arguments[0]));
                    }
                    return null;
                });
    }
}
