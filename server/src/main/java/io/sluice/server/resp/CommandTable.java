package io.sluice.server.resp;

/** All commands, found by the bytes of their names. */
final class CommandTable {
    private final WordMap<Command> commands = new WordMap<>();
    private Command otherwise;

    /** Returns what is served while the journal is replayed: what concerns the connection alone. */
    static CommandTable whileLoading(Connections connections) {
        CommandTable table = new CommandTable();
        new ConnectionCommands(connections).addWithoutPingTo(table);
        table.otherwise = new Command("LOADING", "server", "Says that the journal is being replayed.")
                .forEverybody()
                .ignoringRest()
                .runs((connection, nowNs) ->
                        connection.reply().error("LOADING", "the journal is being replayed, come back in a moment"));
        return table;
    }

    /** Adds a command. */
    CommandTable add(Command command) {
        commands.put(command.name(), command);
        return this;
    }

    /** Returns the commands without their subcommands. */
    WordMap<Command> commands() {
        return commands;
    }

    /**
     * Finds the command that the first words name.
     *
     * @return what to read and to run.
     * @throws IllegalArgumentException if there is none like it; the message says what was expected.
     */
    Command find(Arguments arguments) {
        Command command = arguments.find(commands, 0);
        if (command == null && otherwise != null) {
            return otherwise;
        }
        if (command == null) {
            throw new IllegalArgumentException("unknown command " + arguments.quoted(0));
        }
        Command actual = arguments.count() == 1 ? command : subcommand(command, arguments);
        if (!actual.runnable()) {
            throw new IllegalArgumentException("wrong number of arguments, expected: " + command.usage());
        }
        return actual;
    }

    private static Command subcommand(Command command, Arguments arguments) {
        if (command.subcommands().isEmpty()) {
            return command;
        }
        Command subcommand = arguments.find(command.subcommands(), 1);
        if (subcommand == null) {
            throw new IllegalArgumentException(
                    "unknown subcommand " + arguments.quoted(1) + ", expected: " + command.usage());
        }
        return subcommand;
    }
}
