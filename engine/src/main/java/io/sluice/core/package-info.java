/**
 * The queue itself: commands come in, events change state, replies go out, time is an argument.
 *
 * <p>Nothing here reads a clock, touches a file or a socket, starts a thread or takes a lock. Instants are nanoseconds
 * since the Unix epoch on the engine's own axis, which never decreases over the life of a data directory; durations are
 * nanoseconds.
 */
package io.sluice.core;
