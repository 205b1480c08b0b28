package io.sluice.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sluice.core.TaskState;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** The table of tasks behaves as a map does. */
class TaskTableTest {
    private static final TaskState[] STATES = TaskState.values();

    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void shouldKeepWhatWasSetOfEachTask(@ForAll long seed) {
        Random random = new Random(seed);
        Map<Long, Long> model = new HashMap<>();
        try (TaskTable table = new TaskTable()) {
            for (int step = 0; step < 3_000; step++) {
                long task = random.nextInt(400) * 977L;
                if (model.containsKey(task) && random.nextInt(3) > 0) {
                    table.remove(task);
                    model.remove(task);
                } else if (!model.containsKey(task)) {
                    model.put(task, add(table, task, random.nextLong()));
                }
            }

            for (long task = 0; task < 400 * 977L; task += 977) {
                Long value = model.get(task);
                if (value == null) {
                    assertEquals(TaskTable.NIL, table.find(task));
                    assertEquals(TaskTable.NIL, table.named(task + 1));
                } else {
                    check(table, task, value);
                }
            }
        }
    }

    private static long add(TaskTable table, long task, long value) {
        int slot = table.add(task, (int) (value & 0x1ffff), task + 1);
        table.state(slot, STATES[(int) (value >>> 17 & 3)], value);
        table.group(slot, ~value);
        table.expiresNs(slot, value / 2);
        table.attempt(slot, (char) value);
        table.attempts(slot, (char) ~value);
        return value;
    }

    private static void check(TaskTable table, long task, long value) {
        int slot = table.find(task);
        assertNotEquals(TaskTable.NIL, slot);
        assertEquals(task, table.named(task + 1));
        assertEquals(value & 0x1ffff, table.queue(slot));
        assertEquals(STATES[(int) (value >>> 17 & 3)], table.state(slot));
        assertEquals(value, table.turnNs(slot));
        assertEquals(~value, table.group(slot));
        assertEquals(value / 2, table.expiresNs(slot));
        assertEquals((char) value, table.attempt(slot));
        assertEquals((char) ~value, table.attempts(slot));
    }
}
