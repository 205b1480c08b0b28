package io.sluice.server.resp;

import static io.sluice.server.resp.Parameter.Type.INTEGER;
import static io.sluice.server.resp.Parameter.Type.STRING;

import io.sluice.server.access.User;
import org.agrona.concurrent.UnsafeBuffer;

/** The commands that clients use to get to know the server and each other. */
final class ConnectionCommands {
    private static final String GROUP = "connection";
    private static final long NO_VERSION = 0;

    private final Connections connections;
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private boolean hasMessage;
    private String user;
    private byte[] password;
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
                .forEverybody()
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
                .forEverybody()
                .value("message", STRING, this::readMessage)
                .runs((connection, nowNs) -> connection.reply().bulk(message));
    }

    private Command quit() {
        return new Command("QUIT", GROUP, "Closes the connection.")
                .forStrangers()
                .ignoringRest()
                .runs((connection, nowNs) -> {
                    connection.reply().simple("OK");
                    connection.finish();
                });
    }

    private Command reset() {
        return new Command("RESET", GROUP, "Lets the connection be as if it were new.")
                .forStrangers()
                .runs((connection, nowNs) -> {
                    connection.silent(false);
                    connection.resp3(false);
                    connection.client().reset();
                    connection.logOut();
                    connection.reply().simple("RESET");
                });
    }

    private Command select() {
        return new Command("SELECT", GROUP, "Selects database 0, the only one.")
                .forEverybody()
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
                .forStrangers()
                .begin(this::resetHello)
                .optional("protover", INTEGER, (a, i) -> protocol = a.integer(i, "the protocol version"))
                .option("AUTH", "username password", 2, this::readUserAndPassword)
                .option("SETNAME", "clientname", STRING, (a, i) -> name = Client.checked("a client name", a.text(i)))
                .runs(this::hello);
    }

    private void hello(Connection connection, long nowNs) {
        long version = protocol;
        String newName = name;
        if (version != NO_VERSION && version != 2 && version != 3) {
            connection.reply().error("NOPROTO", "unsupported protocol version, there are 2 and 3");
        } else if (user != null) {
            connection.logIn(user, password, () -> greet(connection, version, newName));
        } else if (connection.client().user() == User.STRANGER) {
            connection
                    .reply()
                    .error(
                            "NOAUTH",
                            "HELLO must be called with the client already authenticated, otherwise the HELLO <proto> AUTH"
                                    + " <user> <pass> option can be used to authenticate the client and select the RESP"
                                    + " protocol version at the same time");
        } else {
            greet(connection, version, newName);
        }
    }

    private static void greet(Connection connection, long version, String newName) {
        if (version != NO_VERSION) {
            connection.resp3(version == 3);
        }
        if (newName != null) {
            connection.client().name(newName);
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
                .forStrangers()
                .begin(() -> user = null)
                .value("username|password", STRING, (a, i) -> password = a.bytes(i))
                .optional("password", STRING, (a, i) -> readUserAndPassword(a, i - 1))
                .runs(this::auth);
    }

    private void auth(Connection connection, long nowNs) {
        if (user == null && !connection.areThereUsers()) {
            connection
                    .reply()
                    .error(
                            "ERR",
                            "AUTH <password> called without any password configured for the default user."
                                    + " Are you sure your configuration is correct?");
        } else {
            connection.logIn(
                    user == null ? User.DEFAULT_NAME : user,
                    password,
                    () -> connection.reply().simple("OK"));
        }
    }

    private void resetHello() {
        protocol = NO_VERSION;
        user = null;
        name = null;
    }

    private void readUserAndPassword(Arguments arguments, int index) {
        user = arguments.text(index);
        password = arguments.bytes(index + 1);
    }

    private void readMessage(Arguments arguments, int index) {
        arguments.view(index, message);
        hasMessage = true;
    }
}
