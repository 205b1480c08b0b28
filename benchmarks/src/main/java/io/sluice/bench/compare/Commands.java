package io.sluice.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of this machine. */
final class Commands {
    private Commands() {}

    /** Finds a program on the PATH. */
    static Optional<Path> find(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Says that a program is not there; empty if it is. */
    static Optional<String> missing(String name) {
        return find(name).isPresent() ? Optional.empty() : Optional.of("no " + name + " on the PATH");
    }

    /** Runs a program to its end and returns what it printed; throws if its exit status is not 0. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(
                    command + " failed: " + String.join(" / ", output.lines().toList()));
        }
        return output;
    }
}
