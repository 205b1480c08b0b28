package io.sluice.server.resp;

import static io.sluice.server.resp.Parameter.Type.STRING;

import io.sluice.EngineStatus;
import io.sluice.Host;
import io.sluice.core.Durability;
import io.sluice.server.access.Globs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The commands for whoever runs the server. */
final class ServerCommands {
    private static final String GROUP = "server";
    private static final long NS_PER_US = 1_000;
    private static final long US_PER_SECOND = 1_000_000;

    private final Host host;
    private final Connections connections;
    private final Facts facts;
    private final Report report;
    private final List<String> words = new ArrayList<>();

    ServerCommands(Host host, Connections connections, Facts facts) {
        this.host = host;
        this.connections = connections;
        this.facts = facts;
        this.report = new Report(host, connections, facts);
    }

    /** Adds them all. */
    void addTo(CommandTable table) {
        table.add(time())
                .add(info())
                .add(config())
                .add(snapshot())
                .add(waitSync())
                .add(shutdown());
    }

    private Command time() {
        return new Command("TIME", GROUP, "Tells the server's time: Unix seconds, and microseconds.")
                .runs((connection, nowNs) -> {
                    long micros = nowNs / NS_PER_US;
                    connection
                            .reply()
                            .array(2)
                            .word(Long.toString(micros / US_PER_SECOND))
                            .word(Long.toString(micros % US_PER_SECOND));
                });
    }

    private Command info() {
        return new Command("INFO", GROUP, "Tells how the server stands.")
                .begin(words::clear)
                .optionals("section", STRING, (a, i) -> words.add(a.text(i).toLowerCase(Locale.ROOT)))
                .runs((connection, nowNs) -> connection.reply().text(report.text(words, nowNs)));
    }

    private Command config() {
        return new Command("CONFIG", GROUP, "The server's settings.")
                .with(new Command("GET", GROUP, "Tells the settings whose names are like a pattern.")
                        .begin(words::clear)
                        .values("pattern", STRING, (a, i) -> words.add(a.text(i).toLowerCase(Locale.ROOT)))
                        .runs((connection, nowNs) -> writeSettings(connection)));
    }

    private Command snapshot() {
        return new Command("SNAPSHOT", GROUP, "Has the journal compacted, and answers when that is done.")
                .runs((connection, nowNs) -> host.snapshot(connection.number()));
    }

    private Command waitSync() {
        return new Command("WAITSYNC", GROUP, "Answers once everything before it is on disk.")
                .runs((connection, nowNs) -> {
                    host.sync();
                    connection.reply().simple("OK");
                });
    }

    /** As with Redis, the connection that closes is the answer. */
    private Command shutdown() {
        return new Command("SHUTDOWN", GROUP, "Stops the server.")
                .ignoringRest()
                .runs((connection, nowNs) -> {
                    host.stop();
                    connection.leaveUnanswered();
                    connection.finish();
                });
    }

    private void writeSettings(Connection connection) {
        Map<String, String> settings = settings();
        settings.keySet().removeIf(name -> words.stream().noneMatch(pattern -> Globs.matches(pattern, name)));
        RespWriter writer = connection.reply().map(settings.size());
        settings.forEach((name, value) -> writer.word(name).text(value));
    }

    private Map<String, String> settings() {
        EngineStatus status = host.status();
        Durability durability = status.durability();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("port", Integer.toString(facts.address().getPort()));
        settings.put("bind", facts.address().getAddress().getHostAddress());
        settings.put("durability", durability.name().toLowerCase(Locale.ROOT));
        settings.put("max-payload", Integer.toString(facts.maxPayloadLength()));
        settings.put("max-memory", Long.toString(status.maxMemoryBytes()));
        settings.put("maxmemory", Long.toString(status.maxMemoryBytes()));
        settings.put("maxmemory-policy", "noeviction");
        settings.put("max-connections", Integer.toString(connections.max()));
        settings.put("maxclients", Integer.toString(connections.max()));
        settings.put("databases", "1");
        settings.put("appendonly", durability == Durability.NONE ? "no" : "yes");
        settings.put("save", "");
        settings.put("timeout", "0");
        return settings;
    }
}
