package io.sluice.server.resp;

import static io.sluice.server.access.Permission.ADMIN;
import static io.sluice.server.access.Permission.READ;
import static io.sluice.server.resp.Parameter.Type.INTEGER;
import static io.sluice.server.resp.Parameter.Type.STRING;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The {@code CLIENT} commands: what connections say of themselves, and who else is there. */
final class ClientCommands {
    private static final String GROUP = "connection";

    private final Connections connections;
    private final List<Predicate<Connection>> filters = new ArrayList<>();
    private String word;
    private String value;
    private boolean byAddress;
    private boolean skipMe;

    ClientCommands(Connections connections) {
        this.connections = connections;
    }

    /** Adds them all. */
    void addTo(CommandTable table) {
        table.add(new Command("CLIENT", GROUP, "Connections.")
                .with(id())
                .with(setName())
                .with(getName())
                .with(setInfo())
                .with(info())
                .with(list())
                .with(kill())
                .with(onOff("NO-EVICT", "Taken for the sake of Redis clients; nothing is evicted."))
                .with(onOff("NO-TOUCH", "Taken for the sake of Redis clients; nothing is touched."))
                .with(reply()));
    }

    private Command id() {
        return new Command("ID", GROUP, "Tells the connection's number.")
                .forEverybody()
                .runs((connection, nowNs) -> connection.reply().integer(connection.number()));
    }

    private Command setName() {
        return new Command("SETNAME", GROUP, "Names the connection.")
                .forEverybody()
                .value("name", STRING, (a, i) -> word = Client.checked("a client name", a.text(i)))
                .runs((connection, nowNs) -> {
                    connection.client().name(word);
                    connection.reply().simple("OK");
                });
    }

    private Command getName() {
        return new Command("GETNAME", GROUP, "Tells the connection's name.")
                .forEverybody()
                .runs((connection, nowNs) -> {
                    if (connection.client().name().isEmpty()) {
                        connection.reply().nil();
                    } else {
                        connection.reply().text(connection.client().name());
                    }
                });
    }

    private Command setInfo() {
        return new Command("SETINFO", GROUP, "Says which library the client uses.")
                .forEverybody()
                .value("LIB-NAME|LIB-VER", STRING, (a, i) -> word = word(a, i, "LIB-NAME", "LIB-VER"))
                .value("value", STRING, (a, i) -> value = Client.checked("a library's name or version", a.text(i)))
                .runs((connection, nowNs) -> {
                    if (word.equals("LIB-NAME")) {
                        connection.client().library(value);
                    } else {
                        connection.client().libraryVersion(value);
                    }
                    connection.reply().simple("OK");
                });
    }

    private Command info() {
        return new Command("INFO", GROUP, "Tells about this connection.")
                .forEverybody()
                .runs((connection, nowNs) -> connection.reply().text(connection.line(nowNs) + "\n"));
    }

    private Command list() {
        return new Command("LIST", GROUP, "Tells about all connections, a line each.")
                .needs(READ)
                .runs((connection, nowNs) -> connection
                        .reply()
                        .text(connections.all().stream()
                                .map(each -> each.line(nowNs) + "\n")
                                .collect(Collectors.joining())));
    }

    private Command kill() {
        return new Command("KILL", GROUP, "Closes connections.")
                .needs(ADMIN)
                .begin(this::resetKill)
                .optional("ip:port", STRING, this::readAddress)
                .option("ID", "client-id", INTEGER, this::readId)
                .option("ADDR", "ip:port", STRING, (a, i) -> byAddress(a.text(i)))
                .option("LADDR", "ip:port", STRING, (a, i) -> byLocalAddress(a.text(i)))
                .option(
                        "SKIPME",
                        "yes|no",
                        STRING,
                        (a, i) -> skipMe = word(a, i, "YES", "NO").equals("YES"))
                .end(this::requireFilter)
                .runs(this::kill);
    }

    private void kill(Connection connection, long nowNs) {
        List<Connection> victims = connections.all().stream()
                .filter(each -> filters.stream().allMatch(filter -> filter.test(each)))
                .filter(each -> byAddress || !skipMe || each != connection)
                .toList();
        if (byAddress && victims.isEmpty()) {
            connection.reply().error("ERR", "No such client");
        } else if (byAddress) {
            connection.reply().simple("OK");
        } else {
            connection.reply().integer(victims.size());
        }
        victims.stream().filter(each -> each != connection).forEach(Connection::cut);
        if (victims.contains(connection)) {
            connection.finish();
        }
    }

    private Command onOff(String name, String summary) {
        return new Command(name, GROUP, summary)
                .forEverybody()
                .value("ON|OFF", STRING, (a, i) -> word(a, i, "ON", "OFF"))
                .runs((connection, nowNs) -> connection.reply().simple("OK"));
    }

    private Command reply() {
        return new Command("REPLY", GROUP, "Says whether answers are wanted.")
                .forEverybody()
                .value("ON|OFF|SKIP", STRING, (a, i) -> word = word(a, i, "ON", "OFF", "SKIP"))
                .runs((connection, nowNs) -> {
                    switch (word) {
                        case "ON" -> {
                            connection.silent(false);
                            connection.reply().simple("OK");
                        }
                        case "OFF" -> connection.silent(true);
                        default -> connection.skipNextReply();
                    }
                });
    }

    private void resetKill() {
        filters.clear();
        byAddress = false;
        skipMe = true;
    }

    private void readAddress(Arguments arguments, int index) {
        byAddress = true;
        byAddress(arguments.text(index));
    }

    private void readId(Arguments arguments, int index) {
        long id = arguments.integer(index, "ID");
        filters.add(connection -> connection.number() == id);
    }

    private void byAddress(String address) {
        filters.add(connection -> connection.client().address().equals(address));
    }

    private void byLocalAddress(String address) {
        filters.add(connection -> connection.client().localAddress().equals(address));
    }

    private void requireFilter() {
        if (filters.isEmpty()) {
            throw new IllegalArgumentException("CLIENT KILL needs an ip:port, ID, ADDR or LADDR");
        }
    }

    private static String word(Arguments arguments, int index, String... words) {
        String word = arguments.text(index).toUpperCase(Locale.ROOT);
        if (!List.of(words).contains(word)) {
            throw new IllegalArgumentException(
                    "expected one of " + String.join(" ", words) + ", was " + arguments.quoted(index));
        }
        return word;
    }
}
