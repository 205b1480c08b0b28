package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Model.OptionSpec;

/** What the documents say of options and commands is what there is. */
class ReadmeTest {
    private static final Path README = Path.of("README.md");
    private static final Pattern OPTION = Pattern.compile("\\| `(--(?:[^`])*)` \\| ?([^|]*?) ?\\|.*");
    private static final Pattern COMMAND = Pattern.compile("\\| `sluice ([a-z]+)[^`]*` \\|.*");

    @Test
    void shouldListEveryOptionOfServeWithItsDefault() throws IOException {
        Set<String> listed = rows(OPTION, "$1 $2");

        Set<String> expected = new TreeSet<>();
        for (OptionSpec option : Main.commandLine()
                .getSubcommands()
                .get("serve")
                .getCommandSpec()
                .options()) {
            if (!option.usageHelp() && !option.versionHelp()) {
                String label = option.arity().max() == 0
                        ? ""
                        : " " + option.paramLabel().replace("|", "\\|");
                String standard = option.defaultValue() == null ? "" : "`" + option.defaultValue() + "`";
                expected.add((option.longestName() + label + " " + standard).strip());
            }
        }
        assertEquals(expected, listed);
    }

    @Test
    void shouldListEveryCommand() throws IOException {
        Set<String> listed = rows(COMMAND, "$1");

        assertEquals(new TreeSet<>(Main.commandLine().getSubcommands().keySet()), listed);
    }

    private static Set<String> rows(Pattern row, String shown) throws IOException {
        List<String> lines = Files.readAllLines(README);
        return lines.stream()
                .map(row::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> matcher.replaceAll(shown).strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
