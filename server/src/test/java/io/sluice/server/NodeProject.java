package io.sluice.server;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The npm project beside the tests, installed as its lock file says. */
final class NodeProject {
    /** What a class of tests that uses it is locked by. */
    static final String LOCK = "target/node";

    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final Path TARGET = Path.of("target", "node").toAbsolutePath();

    private static boolean installed;

    private NodeProject() {}

    /** Installs it, once; skips a test where there is no npm, except in continuous integration, where there has to be one. */
    static synchronized void install() throws Exception {
        if (!installed) {
            requireNpm();
            copy(SOURCE, TARGET);
            run(Map.of(), "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
            installed = true;
        }
    }

    /** Copies the files of a directory into one of the project's own, and returns that. */
    static Path add(Path directory) throws IOException {
        Path copy = TARGET.resolve(directory.getFileName());
        copy(directory, copy);
        return copy;
    }

    /** Runs a program in the project to its end; fails with what it said unless its exit status is 0. */
    static String run(Map<String, String> environment, String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(TARGET.toFile());
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(List.of(command) + " ended with " + process.exitValue() + ": " + said);
        }
        return said;
    }

    private static void requireNpm() throws IOException {
        if (Programs.succeeds("sh", "-c", "command -v npm")) {
            return;
        }
        if (Boolean.parseBoolean(System.getenv("CI"))) {
            throw new AssertionError("continuous integration needs Node.js and npm, which are not installed");
        }
        abort("skipped: needs Node.js and npm");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
