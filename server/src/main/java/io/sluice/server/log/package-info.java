/**
 * What the server writes on its error stream: one line an event, whatever a client sends.
 *
 * <p>Whoever logs waits for nobody: a thread of its own writes the lines, and where the stream is not read, lines are dropped
 * rather than the engine held up.
 */
package io.sluice.server.log;
