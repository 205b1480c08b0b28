package io.sluice.server.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a server for something, and shows the answer as text or, if asked to, as the JSON that came. */
@Command(sortOptions = false, optionListHeading = "%nOptions:%n", footerHeading = "%nExamples:%n")
abstract class ClientCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Mixin
    private ServerOptions where;

    @Option(names = "--json", description = "Print the server's answer, one JSON object.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public final Integer call() throws Exception {
        return run(where.server());
    }

    /** Does it and returns the exit status. */
    abstract int run(Server server) throws IOException, InterruptedException;

    /** Shows an answer, and returns the exit status for that. */
    final int show(JsonNode answer, Function<JsonNode, List<String>> text) {
        if (json) {
            out().println(answer);
        } else {
            text.apply(answer).forEach(out()::println);
        }
        out().flush();
        return ExitCode.OK;
    }

    /** Tells whether JSON is wanted. */
    final boolean json() {
        return json;
    }

    /** Returns a body with a member for each of these options that was given, of the same name and value. */
    final ObjectNode body(String... options) {
        ObjectNode body = Json.object();
        for (String option : options) {
            Json.put(body, option, spec.findOption("--" + option).getValue());
        }
        return body;
    }

    /** Returns the bytes that a word of the command line stands for: {@code -} stands for the standard input. */
    static byte[] bytes(String word) throws IOException {
        return word.equals(STANDARD_INPUT) ? System.in.readAllBytes() : word.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns where answers go. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Tells people something beside the answer. */
    final void say(String line) {
        spec.commandLine().getErr().println("sluice: " + line);
        spec.commandLine().getErr().flush();
    }

    /** Returns the complaint that the command line is wrong. */
    final ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
