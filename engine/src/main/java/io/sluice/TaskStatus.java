package io.sluice;

import io.sluice.core.Outlook;
import io.sluice.core.Task;
import io.sluice.core.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * A task at one moment.
 *
 * @param id its id.
 * @param queue the name of its queue.
 * @param state where it stands.
 * @param priority 0, first to start, to 9.
 * @param group the name of its group; empty if it names none.
 * @param attempt how often it was started; starts that were handed back not counted.
 * @param attempts how often it is started before it is dead.
 * @param submitted when it was submitted.
 * @param due when it may start; empty unless it is delayed.
 * @param started when it was last started; empty before the first start.
 * @param deadline when its lease ends; empty unless it runs.
 * @param finished when it became final; empty before.
 * @param token the token of its last lease; 0 before the first start.
 * @param position starts ahead of it in its queue, 0 for next; -1 unless it is queued.
 * @param eta the earliest instant its limits allow it to start if workers are free; empty where none is known.
 * @param why what holds it, in the wire's words; empty while it runs.
 * @param error the text of its last failure; empty without one.
 * @param result what it was completed with; of length 0 without one. Not a copy: leave it as it is.
 * @param size the length of its payload, bytes.
 */
public record TaskStatus(
        String id,
        String queue,
        TaskState state,
        int priority,
        Optional<String> group,
        int attempt,
        int attempts,
        Instant submitted,
        Optional<Instant> due,
        Optional<Instant> started,
        Optional<Instant> deadline,
        Optional<Instant> finished,
        long token,
        long position,
        Optional<Instant> eta,
        Optional<String> why,
        Optional<String> error,
        byte[] result,
        int size) {
    static TaskStatus of(Task task, Outlook outlook) {
        TaskState state = task.state();
        return new TaskStatus(
                text(task.id()),
                text(task.queueName()),
                state,
                task.priority(),
                said(task.group()),
                task.attempt(),
                outlook.attempts(),
                instant(task.submittedNs()),
                when(state == TaskState.DELAYED, task.turnNs()),
                when(task.startedNs() > 0, task.startedNs()),
                when(state == TaskState.RUNNING, task.turnNs()),
                when(task.finishedNs() > 0, task.finishedNs()),
                task.token(),
                outlook.position(),
                when(outlook.etaNs() >= 0, outlook.etaNs()),
                Optional.ofNullable(outlook.why()),
                said(task.error()),
                bytes(task.result()),
                task.size());
    }

    static Instant instant(long atNs) {
        return Instant.ofEpochSecond(0, atNs);
    }

    static String text(DirectBuffer view) {
        return new String(bytes(view), StandardCharsets.UTF_8);
    }

    /** Returns a text; empty if there is none. */
    static Optional<String> said(DirectBuffer view) {
        return view.capacity() == 0 ? Optional.empty() : Optional.of(text(view));
    }

    static byte[] bytes(DirectBuffer view) {
        byte[] copy = new byte[view.capacity()];
        view.getBytes(0, copy);
        return copy;
    }

    private static Optional<Instant> when(boolean applies, long atNs) {
        return applies ? Optional.of(instant(atNs)) : Optional.empty();
    }
}
