package io.sluice.server.resp;

import io.sluice.Host;
import io.sluice.core.Commands;

/**
 * What every connection works with.
 *
 * @param host the loop's side.
 * @param commands the engine.
 * @param table the commands that there are.
 * @param connections all connections.
 * @param buffers where their buffers come from.
 * @param maxPayloadLength length of a payload or a result, bytes.
 */
record Desk(
        Host host,
        Commands commands,
        CommandTable table,
        Connections connections,
        Buffers buffers,
        int maxPayloadLength) {}
