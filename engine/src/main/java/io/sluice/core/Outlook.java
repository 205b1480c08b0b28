package io.sluice.core;

/**
 * What the queue knows of a task's future.
 *
 * @param position starts ahead of it in its queue, 0 for next; -1 unless the task is queued.
 * @param etaNs the earliest instant its limits allow it to start if workers are free, engine time; -1 where none is known.
 * @param attempts starts before it is dead, its own setting or its queue's.
 * @param why what holds it, in the wire's words; {@code null} while it runs.
 */
public record Outlook(long position, long etaNs, int attempts, String why) {}
