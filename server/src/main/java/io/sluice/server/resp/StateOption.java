package io.sluice.server.resp;

import io.sluice.core.TaskState;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The option that names a state of tasks. */
final class StateOption {
    /** The words for all states, as a manual would write them. */
    static final String ALL = words(true);
    /** The words for all states but running. */
    static final String NOT_RUNNING = words(false);

    private final WordMap<TaskState> states = new WordMap<>();
    private TaskState state;

    StateOption() {
        Arrays.stream(TaskState.values()).forEach(each -> states.put(each.word(), each));
    }

    /** Forgets what was read. */
    void reset() {
        state = null;
    }

    /** Takes in a state; throws {@link IllegalArgumentException} if it is none. */
    void read(Arguments arguments, int index) {
        state = read(arguments, index, ALL);
    }

    /** Takes in a state; throws {@link IllegalArgumentException} if it is none, or running. */
    void readNotRunning(Arguments arguments, int index) {
        TaskState named = read(arguments, index, NOT_RUNNING);
        if (named == TaskState.RUNNING) {
            throw wrong(arguments, index, NOT_RUNNING);
        }
        state = named;
    }

    /** Returns what was read, queued where nothing was. */
    TaskState orQueued() {
        return state == null ? TaskState.QUEUED : state;
    }

    /** Returns what was read, {@code null} where nothing was. */
    TaskState orNull() {
        return state;
    }

    private TaskState read(Arguments arguments, int index, String expected) {
        TaskState named = arguments.find(states, index);
        if (named == null) {
            throw wrong(arguments, index, expected);
        }
        return named;
    }

    private static IllegalArgumentException wrong(Arguments arguments, int index, String expected) {
        return new IllegalArgumentException("STATE must be " + expected + ", was " + arguments.quoted(index));
    }

    private static String words(boolean running) {
        return Arrays.stream(TaskState.values())
                .filter(state -> running || state != TaskState.RUNNING)
                .map(TaskState::word)
                .collect(Collectors.joining("|"));
    }
}
