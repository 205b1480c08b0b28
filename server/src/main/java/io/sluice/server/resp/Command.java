package io.sluice.server.resp;

import io.sluice.server.access.Permission;
import io.sluice.server.resp.Parameter.Reader;
import io.sluice.server.resp.Parameter.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One command: what it takes, how that is read and what is done then. Arity checks, parsing, hints and documentation all come
 * from here.
 *
 * <p>A command is read as a whole before anything is done, so that one that is refused changes nothing.
 */
final class Command {
    /** Does a command that has been read. */
    @FunctionalInterface
    interface Action {
        /**
         * Does it.
         *
         * @param connection where it came from, and where the answer goes to.
         * @param nowNs the time.
         */
        void run(Connection connection, long nowNs);
    }

    private static final Set<String> ADMINISTRATIVE = Set.of("server", "connection");

    private final String name;
    private final String group;
    private final String summary;
    private String title;
    private final List<Parameter> values = new ArrayList<>();
    private final WordMap<Parameter> options = new WordMap<>();
    private final WordMap<Command> subcommands = new WordMap<>();
    private Runnable reset = () -> {};
    private Runnable check = () -> {};
    private Action action;
    private int allowed;
    private boolean restIsFree;
    private int firstArgument = 1;
    private int choices;
    private int minCount;
    private int maxCount = Integer.MAX_VALUE;

    /** Names a command, upper case; its group is a word for {@code COMMAND DOCS}. */
    Command(String name, String group, String summary) {
        this.name = name;
        this.title = name;
        this.group = group;
        this.summary = summary;
    }

    /** Says which permissions there are of which one is enough for this. Without any nobody may do it. */
    Command needs(Permission... anyOf) {
        allowed = Permission.mask(List.of(anyOf));
        return this;
    }

    /** Says that whoever has any permission may do this. */
    Command forEverybody() {
        allowed = Permission.ANY;
        return this;
    }

    /** Says that this may be done also by who has not said yet who they are. */
    Command forStrangers() {
        allowed = Permission.NONE_NEEDED;
        return this;
    }

    /** Says what is done before anything of a command is read. */
    Command begin(Runnable reset) {
        this.reset = reset;
        return this;
    }

    /** Says what is done when all of a command has been read; it may still refuse. */
    Command end(Runnable check) {
        this.check = check;
        return this;
    }

    /** Adds a value that has to be there. */
    Command value(String valueName, Type type, Reader reader) {
        return add(new Parameter(valueName, type, null, false, false, 1, 0, reader));
    }

    /** Adds a value that has to be there once and may be there more often, up to the first option. */
    Command values(String valueName, Type type, Reader reader) {
        return add(new Parameter(valueName, type, null, false, true, 1, 0, reader));
    }

    /** Adds a value that may be there; nothing but more of these can follow. */
    Command optional(String valueName, Type type, Reader reader) {
        return add(new Parameter(valueName, type, null, true, false, 1, 0, reader));
    }

    /** Adds any number of values. */
    Command optionals(String valueName, Type type, Reader reader) {
        return add(new Parameter(valueName, type, null, true, true, 1, 0, reader));
    }

    /** Adds an option with a value. */
    Command option(String token, String valueName, Type type, Reader reader) {
        return add(new Parameter(valueName, type, token, true, false, 1, ++choices, reader));
    }

    /** Adds an option with several values. */
    Command option(String token, String valueNames, int valueCount, Reader reader) {
        return add(new Parameter(valueNames, Type.STRING, token, true, false, valueCount, ++choices, reader));
    }

    /** Adds an option with a value that excludes the option added before it. */
    Command orOption(String token, String valueName, Type type, Reader reader) {
        choices--;
        return option(token, valueName, type, reader);
    }

    /** Adds an option with a value that may be there more than once. */
    Command repeatable(String token, String valueName, Type type, Reader reader) {
        return add(new Parameter(valueName, type, token, true, true, 1, ++choices, reader));
    }

    /** Adds an option without a value. */
    Command flag(String token, Reader reader) {
        return add(new Parameter(token.toLowerCase(Locale.ROOT), Type.TOKEN, token, true, false, 0, ++choices, reader));
    }

    /** Lets whatever follows be there and be ignored. */
    Command ignoringRest() {
        restIsFree = true;
        return this;
    }

    /** Says what is done. */
    Command runs(Action action) {
        this.action = action;
        minCount = minCount();
        maxCount = maxCount();
        return this;
    }

    /** Adds a command under this one. */
    Command with(Command subcommand) {
        subcommand.firstArgument = 2;
        subcommand.title = name + " " + subcommand.name;
        subcommand.minCount++;
        subcommand.maxCount += subcommand.maxCount == Integer.MAX_VALUE ? 0 : 1;
        subcommands.put(subcommand.name, subcommand);
        return this;
    }

    /**
     * Reads a command.
     *
     * @throws IllegalArgumentException if it is not as described here; the message says what was expected.
     */
    void read(Arguments arguments) {
        if (arguments.count() < minCount || arguments.count() > maxCount) {
            throw new IllegalArgumentException("wrong number of arguments, expected: " + usage());
        }
        reset.run();
        readOptions(arguments, readValues(arguments));
        check.run();
    }

    /** Does the command that was read last. */
    void run(Connection connection, long nowNs) {
        action.run(connection, nowNs);
    }

    /** Returns what one has to be allowed to, as {@link Permission#mask}. */
    int allowed() {
        return allowed;
    }

    String name() {
        return name;
    }

    /** Returns the name as Redis writes it: lower case, a subcommand behind its family and a bar. */
    String wireName() {
        return title.toLowerCase(Locale.ROOT).replace(' ', '|');
    }

    String group() {
        return group;
    }

    String summary() {
        return summary;
    }

    /** Tells whether this is a command by itself, not only a family of others. */
    boolean runnable() {
        return action != null;
    }

    List<Parameter> values() {
        return values;
    }

    WordMap<Command> subcommands() {
        return subcommands;
    }

    /** Returns the arity as in {@code COMMAND}: the number of words, negative where there may be more. */
    int arity() {
        return minCount == maxCount ? minCount : -minCount;
    }

    /** Returns how to write this command. */
    String usage() {
        StringBuilder usage = new StringBuilder(title);
        values.forEach(value -> usage.append(value.optional() ? " [" + value.usage() + "]" : " " + value.usage()));
        choices()
                .forEach(choice -> usage.append(
                        choice.stream().map(Parameter::usage).collect(Collectors.joining(" | ", " [", "]"))));
        subcommands.values().forEach(subcommand -> usage.append(" | ").append(subcommand.name));
        return usage.toString();
    }

    /** Tells whether it is about the server and its connections, not about what is in the queues. */
    boolean isAdministrative() {
        return ADMINISTRATIVE.contains(group);
    }

    /** Returns the options, those that exclude each other together. */
    List<List<Parameter>> choices() {
        return new ArrayList<>(options.values().stream()
                .collect(Collectors.groupingBy(Parameter::choice, TreeMap::new, Collectors.toList()))
                .values());
    }

    private int minCount() {
        return firstArgument
                + (int) values.stream().filter(value -> !value.optional()).count();
    }

    private int maxCount() {
        boolean bounded = !restIsFree
                && values.stream().noneMatch(Parameter::multiple)
                && options.values().stream().noneMatch(Parameter::multiple);
        int optionWords = options.values().stream().mapToInt(Parameter::words).sum();
        return bounded ? firstArgument + values.size() + optionWords : Integer.MAX_VALUE;
    }

    private int readValues(Arguments arguments) {
        int index = firstArgument;
        for (int i = 0; i < values.size(); i++) {
            Parameter value = values.get(i);
            int first = index;
            while (isMore(arguments, index, value, index - first)) {
                value.read(arguments, index++);
            }
        }
        return index;
    }

    private boolean isMore(Arguments arguments, int index, Parameter value, int read) {
        if (index >= arguments.count() || read > 0 && !value.multiple()) {
            return false;
        }
        return read == 0 && !value.optional() || arguments.find(options, index) == null;
    }

    private void readOptions(Arguments arguments, int from) {
        long chosen = 0;
        int index = from;
        while (index < arguments.count() && !restIsFree) {
            Parameter option = arguments.find(options, index);
            if (option == null || index + option.words() > arguments.count()) {
                throw new IllegalArgumentException((option == null
                                ? "unknown option " + arguments.quoted(index)
                                : "no value after " + option.token())
                        + ", expected: " + usage());
            }
            chosen = choose(chosen, option);
            option.read(arguments, index);
            index += option.words();
        }
    }

    private long choose(long chosen, Parameter option) {
        long bit = 1L << option.choice();
        if (!option.multiple() && (chosen & bit) != 0) {
            throw new IllegalArgumentException("option " + option.token() + " once too often, expected: " + usage());
        }
        return chosen | bit;
    }

    private Command add(Parameter parameter) {
        if (parameter.token() == null) {
            values.add(parameter);
        } else {
            options.put(parameter.token(), parameter);
        }
        return this;
    }
}
