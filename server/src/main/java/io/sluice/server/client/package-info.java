/**
 * The commands for people, which talk to a server over HTTP.
 *
 * <p>A {@code Server} sends requests and throws what is refused; each command is a {@code ClientCommand} that makes one
 * request of its options and shows the answer, as text or, with {@code --json}, as it came.
 */
package io.sluice.server.client;
