package io.sluice.core;

import java.util.List;

/** One task of the model. */
final class ModelTask implements Cloneable {
    long number;
    String id;
    String queue;
    String group;
    String payload;
    int priority;
    int ownAttempts;
    long ownLease;
    long ownKeep;
    String state;
    int attempt;
    long token;
    long startedAt;
    long turn;

    /** When it expires, 0 for never. */
    long expires;

    /** Where it stands among those that were queued or died, by the order in which they were. */
    long place;

    long finished;
    String error = "";
    String result = "";

    ModelTask copy() {
        try {
            return (ModelTask) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    boolean is(String... states) {
        return List.of(states).contains(state);
    }

    boolean isFinal() {
        return is("completed", "dead", "cancelled", "expired");
    }
}
