package io.sluice.bench.simulate;

import io.sluice.core.Commands;

/** What comes from outside, in the order of time, and how tasks fare. */
interface Feed {
    /** In place of an instant: nothing more comes. */
    long NEVER = Long.MAX_VALUE;

    /** Returns the instant from which on it is told, engine time. */
    long beginNs();

    /** Has settings stand that are to stand before anything comes. */
    void prepare(Commands commands);

    /** Returns when the next comes, not before the one before, or {@link #NEVER}. */
    long nextNs();

    /** Has the next come, as one command whose correlation id is {@link Answers#OUTSIDE} if it is no submit. */
    void tell(Commands commands);

    /** Hears that the submit told last was taken in, as the task of a number; numbers only grow. */
    void accepted(long task);

    /** Tells how the next attempt at a task goes. */
    void attempt(long task, Attempt into);

    /** Returns the number of a task's group, dense from 0; -1 for none. */
    int group(long task);

    /** Returns when a task was first due, engine time. */
    long dueNs(long task);
}
