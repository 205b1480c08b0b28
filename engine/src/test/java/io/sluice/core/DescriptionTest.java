package io.sluice.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.codec.EventEncoder;
import io.sluice.core.CommandRun.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Has a state described in slices while random commands change it, and rebuilds it from the description and the facts after
 * it. The oracle is another state, to which every fact was told from the beginning: both go on with the same commands and
 * must answer the same.
 */
class DescriptionTest {
    private static final int BEGIN = 6;
    private static final int GOES_ON = 40;

    @Property(tries = 400, shrinking = ShrinkingMode.BOUNDED)
    void shouldRebuildAStateThatChangedWhileItWasDescribed(@ForAll("steps") List<Step> steps) {
        try (Run run = new Run(steps)) {
            steps.forEach(run::take);
            run.finish();
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return CommandRun.step().list().ofMinSize(20).ofMaxSize(200);
    }

    private static final class Run implements AutoCloseable {
        private final List<Step> steps;
        private final CommandRun live = new CommandRun();
        private final ExpandableArrayBuffer described = new ExpandableArrayBuffer();
        private final EventEncoder encoder = new EventEncoder();
        private Description description;
        private boolean ended;
        private int begun;

        Run(List<Step> steps) {
            this.steps = steps;
        }

        void take(Step step) {
            live.take(step);
            if (description == null) {
                if (step.slice() == BEGIN) {
                    begun = live.engine.told();
                    description = live.engine.state.beginDescription(encoder.wrap(described, 0));
                    ended = false;
                }
            } else if (!ended) {
                ended = step.slice() > 0 && !description.next(step.slice());
            } else if (step.slice() % 2 == 0) {
                compare();
                description = null;
            }
        }

        void finish() {
            if (description != null) {
                description.next(Integer.MAX_VALUE);
                compare();
            }
        }

        private void compare() {
            try (CommandRun rebuilt = live.sibling();
                    CommandRun expected = live.sibling()) {
                EngineRun.replay(described, 0, encoder.limit(), rebuilt.engine.state);
                live.engine.tellAgain(begun, live.engine.told(), rebuilt.engine.state);
                live.engine.tellAgain(0, live.engine.told(), expected.engine.state);
                assertEquals(lists(expected.engine.state), lists(rebuilt.engine.state));
                for (Step step : steps.subList(0, Math.min(GOES_ON, steps.size()))) {
                    assertEquals(expected.take(step), rebuilt.take(step), () -> "after " + step);
                }
                assertEquals(expected.drain(), rebuilt.drain());
            }
        }

        @Override
        public void close() {
            live.close();
        }
    }

    /** Returns the turn and the tasks of each lane, and the dead of each queue; not all of it is to be seen in answers. */
    private static Map<String, List<Long>> lists(State state) {
        Map<String, List<Long>> lists = new TreeMap<>();
        Lanes lanes = state.lanes;
        UnsafeBuffer name = new UnsafeBuffer(0, 0);
        for (int lane = 0; lane < lanes.reached(); lane++) {
            if (lanes.head(lane) != Tasks.NIL) {
                DirectBuffer group = state.groups.name(lanes.group(lane), name);
                String key = state.groups.queue(lanes.group(lane)) + " " + lanes.priority(lane) + " "
                        + group.getStringWithoutLengthAscii(0, group.capacity());
                List<Long> numbers = numbers(state, lanes.head(lane));
                numbers.add(0, lanes.turn(lane));
                lists.put(key, numbers);
            }
        }
        for (int i = 0; i < state.queues.size(); i++) {
            lists.put(i + " dead", numbers(state, state.taskLists.head(state.queues.at(i).dead)));
        }
        return lists;
    }

    private static List<Long> numbers(State state, int head) {
        List<Long> numbers = new ArrayList<>();
        for (int slot = head; slot != Tasks.NIL; slot = state.tasks.next(slot)) {
            numbers.add(state.tasks.number(slot));
        }
        return numbers;
    }
}
