package io.sluice.core;

/** Why a command was refused. A refusal changes nothing. */
public enum Refusal {
    /** No task has this id. */
    NOTASK("no task has this id"),
    /** The token is not the current one of a running task. */
    STALE("the token is not the task's current lease"),
    /** A task with this id is already known, and the submit asked to be told. */
    DUPLICATE("a task with this id is already known"),
    /** No queue has this name. */
    NOQUEUE("no queue has this name"),
    /** Neither a limit nor a queue has this name. */
    NOLIMIT("neither a limit nor a queue has this name"),
    /** The journal is damaged. */
    DAMAGED("the journal cannot be read to its end, verify says where"),
    /** There is no room for one more. */
    FULL("no room for one more"),
    /** The disk is full: what would make the journal longer is refused, the less important first; see {@link Room}. */
    FULL_DISK("FULL", "disk"),
    /** So many tasks wait in the queue already as it may hold. */
    FULL_QUEUE("FULL", "the queue holds as many waiting tasks as its MAXLEN allows"),
    /** Payload or result is longer than configured. */
    TOOBIG("payload or result is longer than the configured maximum"),
    /** The memory for tasks is used up; only submits are refused. */
    OOM("the memory for tasks is used up"),
    /** The engine is closing. */
    SHUTDOWN("the engine is shutting down");

    private final String code;
    private final String text;

    Refusal(String text) {
        this.code = name();
        this.text = text;
    }

    Refusal(String code, String text) {
        this.code = code;
        this.text = text;
    }

    /**
     * Returns the refusal as a word for programs, which is also its code on the wire.
     *
     * @return capital letters.
     */
    public String code() {
        return code;
    }

    /**
     * Returns the refusal as a sentence for people.
     *
     * @return text without the code.
     */
    public String text() {
        return text;
    }
}
