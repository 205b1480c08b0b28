package io.sluice.server.resp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sluice.server.access.Access;
import io.sluice.server.access.Permission;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do which command, for all that there are. */
class PermissionsTest {
    private static final String STRANGERS = "strangers";
    private static final Map<String, String> WHO_MAY = whoMay(
            "submit: submit cancel",
            "work: claim complete fail release extend limit|take limit|hold",
            "read: queue|get queue|list queue|peek next limit|get limit|list limit|audit config|get client|list",
            "admin: queue|set queue|pause queue|resume queue|retry queue|purge limit|set limit|delete snapshot shutdown"
                    + " client|kill",
            "submit,work,read: task await",
            "submit,work,read,admin: ping echo info time command command|count command|info command|docs command|list"
                    + " select waitsync client|id client|setname client|getname client|setinfo client|info"
                    + " client|no-evict client|no-touch client|reply",
            "strangers: auth hello quit reset");

    private final Connections connections = new Connections(1);

    @AfterEach
    void release() {
        connections.release();
    }

    @Test
    void shouldLetEachCommandBeDoneByThoseWhoMay() {
        Map<String, String> actual = new TreeMap<>();

        runnable(table().commands().values())
                .forEach(command -> actual.put(command.wireName(), whoMay(command.allowed())));

        assertEquals(new TreeMap<>(WHO_MAY), actual);
    }

    /** What users with patterns are held to: every queue and limit that a command names, and the queue of every task. */
    @Test
    void shouldKnowTheNamesInEachCommand() {
        Set<String> named = named(Parameter.Type.NAME);
        Set<String> tasks = named(Parameter.Type.TASK);

        assertEquals(
                words(
                        "submit claim next queue|set queue|get queue|peek queue|pause queue|resume queue|retry queue|purge"
                                + " limit|set limit|get limit|delete limit|take limit|hold limit|audit"),
                named);
        assertEquals(words("complete fail release extend cancel task await"), tasks);
    }

    private Set<String> named(Parameter.Type type) {
        return runnable(table().commands().values()).stream()
                .filter(command -> command.values().stream().anyMatch(value -> value.type() == type))
                .map(Command::wireName)
                .collect(Collectors.toSet());
    }

    private static Set<String> words(String text) {
        return Set.of(text.split(" "));
    }

    private static Map<String, String> whoMay(String... lines) {
        Map<String, String> byCommand = new TreeMap<>();
        for (String line : lines) {
            String[] parts = line.split(": ");
            Stream.of(parts[1].split(" ")).forEach(command -> byCommand.put(command, parts[0]));
        }
        return byCommand;
    }

    private static String whoMay(int allowed) {
        return allowed == Permission.NONE_NEEDED
                ? STRANGERS
                : EnumSet.allOf(Permission.class).stream()
                        .filter(permission -> (allowed & Permission.mask(List.of(permission))) != 0)
                        .map(Permission::word)
                        .collect(Collectors.joining(","));
    }

    private static List<Command> runnable(Collection<Command> commands) {
        List<Command> runnable = new ArrayList<>();
        for (Command command : commands) {
            if (command.runnable()) {
                runnable.add(command);
            }
            runnable.addAll(runnable(command.subcommands().values()));
        }
        return runnable;
    }

    private CommandTable table() {
        CommandTable table = new CommandTable();
        new TaskCommands(null, 1).addTo(table);
        new QueueCommands(null).addTo(table);
        new LimitCommands(null, null).addTo(table);
        new ConnectionCommands(connections).addTo(table);
        new ServerCommands(null, connections, new Facts(new InetSocketAddress(0), 1, Access.open())).addTo(table);
        new CommandCommands(table).addTo(table);
        return table;
    }
}
