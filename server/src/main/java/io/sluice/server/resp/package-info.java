/**
 * The front door: RESP over TCP, polled by the engine's own thread.
 *
 * <p>A {@link io.sluice.server.resp.TcpFrontDoor} accepts connections; each one cuts its bytes into commands with a
 * decoder, looks them up in one table and calls the engine. Answers are collected in the connection and leave at the next
 * flush, once the engine says that they may.
 */
package io.sluice.server.resp;
