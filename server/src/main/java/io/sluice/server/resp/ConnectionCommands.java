package io.sluice.server.resp;

import static io.sluice.server.resp.Parameter.Type.INTEGER;
import static io.sluice.server.resp.Parameter.Type.STRING;

import org.agrona.concurrent.UnsafeBuffer;

/** The commands that clients use to get to know the server and each other. */
final class ConnectionCommands {
    private static final String GROUP = "connection";
    private static final String DEFAULT_USER = "default";
    private static final long NO_VERSION = 0;

    private final Connections connections;
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private boolean hasMessage;
    private boolean hasPassword;
    private String user;
    private String name;
    private long protocol;
    private long database;

    ConnectionCommands(Connections connections) {
        this.connections = connections;
    }

    /** Adds them all. */
    void addTo(CommandTable table) {
        addWithoutPingTo(table.add(ping()));
    }

    /** Adds all but the one that asks whether the server is ready. */
    void addWithoutPingTo(CommandTable table) {
        table.add(echo()).add(quit()).add(reset()).add(select()).add(hello()).add(auth());
        new ClientCommands(connections).addTo(table);
    }

    private Command ping() {
        return new Command("PING", GROUP, "Answers PONG, or the message.")
                .begin(() -> hasMessage = false)
                .optional("message", STRING, this::readMessage)
                .runs((connection, nowNs) -> {
                    if (hasMessage) {
                        connection.reply().bulk(message);
                    } else {
                        connection.reply().simple("PONG");
                    }
                });
    }

    private Command echo() {
        return new Command("ECHO", GROUP, "Answers the message.")
                .value("message", STRING, this::readMessage)
                .runs((connection, nowNs) -> connection.reply().bulk(message));
    }

    private Command quit() {
        return new Command("QUIT", GROUP, "Closes the connection.")
                .ignoringRest()
                .runs((connection, nowNs) -> {
                    connection.reply().simple("OK");
                    connection.finish();
                });
    }

    private Command reset() {
        return new Command("RESET", GROUP, "Lets the connection be as if it were new.").runs((connection, nowNs) -> {
            connection.silent(false);
            connection.resp3(false);
            connection.client().reset();
            connection.reply().simple("RESET");
        });
    }

    private Command select() {
        return new Command("SELECT", GROUP, "Selects database 0, the only one.")
                .value("index", INTEGER, (a, i) -> database = a.integer(i, "the index"))
                .runs((connection, nowNs) -> {
                    if (database == 0) {
                        connection.reply().simple("OK");
                    } else {
                        connection.reply().error("ERR", "DB index is out of range, there is only 0");
                    }
                });
    }

    private Command hello() {
        return new Command("HELLO", GROUP, "Tells about the server and switches the protocol.")
                .begin(this::resetHello)
                .optional("protover", INTEGER, (a, i) -> protocol = a.integer(i, "the protocol version"))
                .option("AUTH", "username password", 2, (a, i) -> user = a.text(i))
                .option("SETNAME", "clientname", STRING, (a, i) -> name = Client.checked("a client name", a.text(i)))
                .runs(this::hello);
    }

    private void hello(Connection connection, long nowNs) {
        if (protocol != NO_VERSION && protocol != 2 && protocol != 3) {
            connection.reply().error("NOPROTO", "unsupported protocol version, there are 2 and 3");
        } else if (!isKnownUser()) {
            connection.reply().error("WRONGPASS", "invalid username-password pair or user is disabled.");
        } else {
            greet(connection);
        }
    }

    private void greet(Connection connection) {
        if (protocol != NO_VERSION) {
            connection.resp3(protocol == 3);
        }
        if (name != null) {
            connection.client().name(name);
        }
        RespWriter writer = connection.reply().map(7);
        writer.word("server").word("sluice");
        writer.word("version").word(Facts.REDIS_VERSION);
        writer.word("proto").integer(connection.isResp3() ? 3 : 2);
        writer.word("id").integer(connection.number());
        writer.word("mode").word("standalone");
        writer.word("role").word("master");
        writer.word("modules").array(0);
    }

    private Command auth() {
        return new Command("AUTH", GROUP, "Says who is there.")
                .begin(() -> hasPassword = false)
                .value("username|password", STRING, (a, i) -> user = a.text(i))
                .optional("password", STRING, (a, i) -> hasPassword = true)
                .runs((connection, nowNs) -> {
                    if (!hasPassword) {
                        connection
                                .reply()
                                .error(
                                        "ERR",
                                        "AUTH <password> called without any password configured for the default user."
                                                + " Are you sure your configuration is correct?");
                    } else if (isKnownUser()) {
                        connection.reply().simple("OK");
                    } else {
                        connection.reply().error("WRONGPASS", "invalid username-password pair or user is disabled.");
                    }
                });
    }

    private void resetHello() {
        protocol = NO_VERSION;
        user = null;
        name = null;
    }

    /** There are no users yet, so there is the one that every Redis has, and any password will do. */
    private boolean isKnownUser() {
        return user == null || DEFAULT_USER.equals(user);
    }

    private void readMessage(Arguments arguments, int index) {
        arguments.view(index, message);
        hasMessage = true;
    }
}
