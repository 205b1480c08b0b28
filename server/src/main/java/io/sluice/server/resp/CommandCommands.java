package io.sluice.server.resp;

import static io.sluice.server.resp.Parameter.Type.STRING;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The {@code COMMAND} commands: what the table says of itself, in the shape that Redis clients read. */
final class CommandCommands {
    private static final String GROUP = "server";
    private static final String SINCE = "0.1.0";
    private static final int ENTRY_FIELDS = 10;

    private final CommandTable table;
    private final List<Command> named = new ArrayList<>();

    CommandCommands(CommandTable table) {
        this.table = table;
    }

    /** Adds them all. */
    void addTo(CommandTable table) {
        table.add(new Command("COMMAND", GROUP, "The commands that there are.")
                .forEverybody()
                .runs((connection, nowNs) -> writeEntries(connection.reply(), all()))
                .with(count())
                .with(entries())
                .with(docs())
                .with(list()));
    }

    private Command count() {
        return new Command("COUNT", GROUP, "Tells how many commands there are.")
                .forEverybody()
                .runs((connection, nowNs) -> connection.reply().integer(all().size()));
    }

    private Command entries() {
        return new Command("INFO", GROUP, "Tells name and arity of some commands, or of all.")
                .forEverybody()
                .begin(named::clear)
                .optionals("command-name", STRING, (a, i) -> named.add(a.find(table.commands(), i)))
                .runs((connection, nowNs) -> writeEntries(connection.reply(), named.isEmpty() ? all() : named));
    }

    private Command docs() {
        return new Command("DOCS", GROUP, "Tells how to write some commands, or all.")
                .forEverybody()
                .begin(named::clear)
                .optionals("command-name", STRING, this::readKnown)
                .runs((connection, nowNs) -> writeDocs(connection.reply(), named.isEmpty() ? all() : named));
    }

    private Command list() {
        return new Command("LIST", GROUP, "Tells the names of all commands.")
                .forEverybody()
                .runs((connection, nowNs) -> {
                    RespWriter writer = connection.reply().array(all().size());
                    all().forEach(command -> writer.word(command.wireName()));
                });
    }

    private void readKnown(Arguments arguments, int index) {
        Command command = arguments.find(table.commands(), index);
        if (command != null) {
            named.add(command);
        }
    }

    private Collection<Command> all() {
        return table.commands().values();
    }

    private static void writeEntries(RespWriter writer, Collection<Command> commands) {
        writer.array(commands.size());
        commands.forEach(command -> writeEntry(writer, command));
    }

    /** Writes name, arity, flags, three places of keys, categories, tips, key specifications and subcommands. */
    private static void writeEntry(RespWriter writer, Command command) {
        if (command == null) {
            writer.nil();
            return;
        }
        writer.array(ENTRY_FIELDS).word(command.wireName()).integer(command.arity());
        writer.array(0).integer(0).integer(0).integer(0);
        writer.array(0).array(0).array(0);
        writeEntries(writer, command.subcommands().values());
    }

    private static void writeDocs(RespWriter writer, Collection<Command> commands) {
        writer.map(commands.size());
        commands.forEach(command -> writeDoc(writer, command));
    }

    private static void writeDoc(RespWriter writer, Command command) {
        boolean hasArguments = !command.values().isEmpty() || !command.choices().isEmpty();
        boolean hasSubcommands = !command.subcommands().isEmpty();
        writer.word(command.wireName());
        writer.map(3 + (hasArguments ? 1 : 0) + (hasSubcommands ? 1 : 0));
        writer.word("summary").text(command.summary());
        writer.word("since").word(SINCE);
        writer.word("group").word(command.group());
        if (hasArguments) {
            writeArguments(writer.word("arguments"), command);
        }
        if (hasSubcommands) {
            writeDocs(writer.word("subcommands"), command.subcommands().values());
        }
    }

    private static void writeArguments(RespWriter writer, Command command) {
        List<List<Parameter>> choices = command.choices();
        writer.array(command.values().size() + choices.size());
        command.values().forEach(value -> writeArgument(writer, value, value.optional()));
        choices.forEach(choice -> writeChoice(writer, choice));
    }

    private static void writeChoice(RespWriter writer, List<Parameter> choice) {
        if (choice.size() == 1) {
            writeArgument(writer, choice.get(0), true);
            return;
        }
        writer.map(4).word("name").word("choice").word("type").word("oneof");
        writer.word("flags").array(1).simple("optional");
        writer.word("arguments").array(choice.size());
        choice.forEach(parameter -> writeArgument(writer, parameter, false));
    }

    private static void writeArgument(RespWriter writer, Parameter parameter, boolean optional) {
        List<String> flags = new ArrayList<>();
        if (optional) {
            flags.add("optional");
        }
        if (parameter.multiple()) {
            flags.add("multiple");
            if (parameter.token() != null) {
                flags.add("multiple_token");
            }
        }
        writer.map(3 + (parameter.token() == null ? 0 : 1) + (flags.isEmpty() ? 0 : 1));
        writer.word("name").word(parameter.name());
        writer.word("type").word(parameter.type().word());
        writer.word("display_text").word(parameter.name());
        if (parameter.token() != null) {
            writer.word("token").word(parameter.token().toUpperCase(Locale.ROOT));
        }
        if (!flags.isEmpty()) {
            writer.word("flags").array(flags.size());
            flags.forEach(writer::simple);
        }
    }
}
