package io.sluice.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets bash complete words with the script that is printed for it. */
class CompletionTest {
    @TempDir
    private Path directory;

    private Path script;

    @BeforeEach
    void print() throws IOException {
        Programs.assume("bash");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        assertEquals(
                0, Main.run(new String[] {"completion"}, Map.of(), new PrintWriter(out, true), new PrintWriter(err)));
        script = Files.writeString(directory.resolve("sluice.bash"), out.toString());
    }

    @Test
    void shouldCompleteACommand() throws IOException {
        assertEquals(List.of("submit"), complete("sluice sub", "sub"));
    }

    @Test
    void shouldCompleteAnOption() throws IOException {
        List<String> completed = complete("sluice submit email --pr", "--pr");

        assertEquals(List.of("--priority"), completed);
    }

    @Test
    void shouldCompleteNothingThatThereIsNot() throws IOException {
        assertTrue(complete("sluice nosuch", "nosuch").isEmpty());
    }

    private List<String> complete(String line, String word) throws IOException {
        int words = line.split(" ").length;
        String ask = "source " + script + "; COMP_LINE='" + line + "'; COMP_WORDS=(" + line + "); COMP_CWORD="
                + (words - 1) + "; COMP_POINT=" + line.length() + "; _complete_sluice sluice '" + word
                + "' x 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return Programs.run("bash", "-c", ask)
                .lines()
                .filter(reply -> !reply.isBlank())
                .map(String::strip)
                .toList();
    }
}
