package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every command explains itself, however many there come to be. */
class HelpTest {
    @ParameterizedTest
    @MethodSource("commands")
    void shouldDescribeACommandAndAllItsOptions(CommandSpec command) {
        assertTrue(command.usageMessage().description().length > 0, command.name());
        assertFalse(command.optionsMap().get("--help") == null, command.name());
        for (ArgSpec argument : command.args()) {
            String text = String.join(" ", argument.description());
            assertTrue(text.endsWith("."), command.name() + " " + argument.paramLabel() + ": " + text);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldTellADefaultWhereThereIsOne(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            if (option.defaultValue() != null) {
                String text = String.join(" ", option.description());
                assertTrue(text.contains("Default: "), command.name() + " " + option.longestName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void shouldShowExamplesThatAreUnderstood(CommandSpec command) {
        List<String> examples = Stream.of(command.usageMessage().footer())
                .map(String::strip)
                .filter(line -> line.startsWith("sluice "))
                .toList();

        for (String example : examples) {
            CommandLine parsed = Main.commandLine();
            parsed.parseArgs(Words.of(example.substring("sluice ".length())));
            assertEquals(
                    command.name(),
                    parsed.getParseResult().subcommand().commandSpec().name(),
                    example);
        }
    }

    @Test
    void shouldFitATerminal() {
        for (CommandLine command : Main.commandLine().getSubcommands().values()) {
            command.getUsageMessage().lines().forEach(line -> assertTrue(line.length() <= 80, line));
        }
    }

    private static Stream<CommandSpec> commands() {
        return Main.commandLine().getSubcommands().values().stream().map(CommandLine::getCommandSpec);
    }
}
