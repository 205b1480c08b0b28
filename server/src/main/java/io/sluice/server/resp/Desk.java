package io.sluice.server.resp;

import io.sluice.Host;
import io.sluice.core.Commands;
import io.sluice.server.access.Access;

/** What every connection works with. The loop's thread only. */
final class Desk {
    private final Host host;
    private final Connections connections;
    private final Buffers buffers;
    private final int maxPayloadLength;
    private final Access access;
    private final Guard guard;
    private Commands commands;
    private CommandTable table;

    /**
     * Makes a desk at which clients are told to wait.
     *
     * @param host the loop's side.
     * @param connections all connections.
     * @param buffers where their buffers come from.
     * @param maxPayloadLength length of a payload or a result, bytes.
     * @param access how they come in.
     */
    Desk(Host host, Connections connections, Buffers buffers, int maxPayloadLength, Access access) {
        this.access = access;
        this.host = host;
        this.connections = connections;
        this.buffers = buffers;
        this.maxPayloadLength = maxPayloadLength;
        guard = new Guard(this);
        table = CommandTable.whileLoading(connections);
    }

    /** Serves from now on: {@code table} has the commands that there are, and {@code commands} is the engine. */
    void open(Commands commands, CommandTable table) {
        this.commands = commands;
        this.table = table;
    }

    Host host() {
        return host;
    }

    /** Returns the engine; {@code null} while it is loading. */
    Commands commands() {
        return commands;
    }

    CommandTable table() {
        return table;
    }

    Access access() {
        return access;
    }

    Guard guard() {
        return guard;
    }

    Connections connections() {
        return connections;
    }

    Buffers buffers() {
        return buffers;
    }

    int maxPayloadLength() {
        return maxPayloadLength;
    }
}
