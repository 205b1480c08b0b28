package io.sluice.server.resp;

import io.sluice.EngineStatus;
import io.sluice.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The text of {@code INFO}: sections of names and values. */
final class Report {
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final List<String> EVERYTHING = List.of("all", "default", "everything");

    private final Host host;
    private final Connections connections;
    private final Facts facts;

    Report(Host host, Connections connections, Facts facts) {
        this.host = host;
        this.connections = connections;
        this.facts = facts;
    }

    /** Returns the sections named, in lower case; all of them where none is. */
    String text(List<String> sections, long nowNs) {
        EngineStatus status = host.status();
        StringBuilder text = new StringBuilder();
        boolean all = sections.isEmpty() || sections.stream().anyMatch(EVERYTHING::contains);
        sections(status, nowNs).forEach((title, values) -> {
            if (all || sections.contains(title.toLowerCase(Locale.ROOT))) {
                text.append(text.isEmpty() ? "# " : "\r\n# ").append(title).append("\r\n");
                values.forEach((name, value) ->
                        text.append(name).append(':').append(value).append("\r\n"));
            }
        });
        return text.toString();
    }

    private Map<String, Map<String, Object>> sections(EngineStatus status, long nowNs) {
        Map<String, Map<String, Object>> sections = new LinkedHashMap<>();
        sections.put("Server", server(status, nowNs));
        sections.put("Clients", clients());
        sections.put("Memory", memory(status));
        sections.put("Persistence", persistence(status));
        sections.put("Stats", stats());
        sections.put("Sluice", sluice(status));
        sections.put("Keyspace", Map.of());
        return sections;
    }

    private Map<String, Object> server(EngineStatus status, long nowNs) {
        long uptimeSeconds = (nowNs - status.startedNs()) / NS_PER_SECOND;
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("redis_version", Facts.REDIS_VERSION);
        values.put("redis_mode", "standalone");
        values.put("sluice_version", Facts.version());
        values.put("java_version", System.getProperty("java.version"));
        values.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        values.put("process_id", ProcessHandle.current().pid());
        values.put("tcp_port", facts.address().getPort());
        values.put("uptime_in_seconds", uptimeSeconds);
        values.put("uptime_in_days", uptimeSeconds / SECONDS_PER_DAY);
        return values;
    }

    private Map<String, Object> clients() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("connected_clients", connections.count());
        values.put("blocked_clients", connections.waiting());
        values.put("maxclients", connections.max());
        return values;
    }

    private static Map<String, Object> memory(EngineStatus status) {
        Runtime runtime = Runtime.getRuntime();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("used_memory", runtime.totalMemory() - runtime.freeMemory());
        values.put("max_heap", runtime.maxMemory());
        values.put("task_bytes", status.taskBytes());
        values.put("maxmemory", status.maxMemoryBytes());
        values.put("maxmemory_policy", "noeviction");
        return values;
    }

    private static Map<String, Object> persistence(EngineStatus status) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("loading", 0);
        values.put("durability", status.durability().name().toLowerCase(Locale.ROOT));
        values.put("directory", status.directory() == null ? "" : status.directory());
        values.put("generation", status.generation());
        values.put("journal_bytes", status.journalBytes());
        values.put("recovered_tasks", status.recoveredTasks());
        values.put("recovery_us", status.recoveryNs() / 1_000);
        return values;
    }

    private Map<String, Object> stats() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("total_connections_received", connections.totals().opened());
        values.put("rejected_connections", connections.totals().rejected());
        values.put("total_commands_processed", connections.totals().commands());
        return values;
    }

    private static Map<String, Object> sluice(EngineStatus status) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("queues", status.queues());
        values.put("limits", status.limits());
        values.put("tasks", status.tasks());
        return values;
    }
}
